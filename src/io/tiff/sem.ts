import type { Directory } from './directory.js';
import { fieldText } from './directory.js';
import type { Calibration } from './calibration.js';
import type { Length } from './file_unit.js';
import { knownLength, scaleOf } from './file_unit.js';
import { TAG } from './tags.js';

/** Beyond this there are no pixel sizes, but pictures and logs. */
const LONGEST = 256 * 1024;

/**
 * The pixel size that an electron microscope writes into a tag of its own: FEI and Thermo Fisher
 * (34680, 34682, sections of `key=value` in metres) and Zeiss (34118, the line behind a parameter's
 * name).
 */
export function semScale(page: Directory, isStack: boolean): Calibration | undefined {
  const fei = feiPixel(page);
  const pixel = fei ?? zeissPixel(page);
  if (pixel === undefined) return undefined;
  const from = fei === undefined ? 'the tag of Zeiss' : 'the tags of FEI';
  const scale = { ...scaleOf([pixel.x, pixel.y, pixel.x]), from };
  if (scale.unit === undefined) return scale;
  const warning =
    `The microscope states pixels of ${scale.spacing?.[0] ?? ''} ${scale.unit}, but no distance of slices: ` +
    'that of pixels is used. State spacing where slices lie otherwise.';
  return isStack ? { ...scale, scaleWarnings: [warning] } : scale;
}

function feiPixel(page: Directory): { x: Length; y: Length } | undefined {
  for (const tag of [TAG.feiHelios, TAG.feiSfeg]) {
    const found = new Map<string, number>();
    for (const line of fieldText(page, tag)
      .slice(0, LONGEST)
      .split(/[\r\n]/)) {
      const at = line.indexOf('=');
      const key = line.slice(0, Math.max(0, at)).trim();
      const value = Number(line.slice(at + 1).trim());
      if (/^Pixel(Width|Height)$/.test(key) && value > 0 && !found.has(key)) found.set(key, value);
    }
    const x = found.get('PixelWidth');
    if (x !== undefined) return { x: inReach(x), y: inReach(found.get('PixelHeight') ?? x, x) };
  }
  return undefined;
}

/** Metres as nanometres or micrometres, as microscopes show them; `like` decides which. */
function inReach(metres: number, like = metres): Length {
  const [factor, unit] = like < 1e-6 ? [1e9, 'nm'] : [1e6, 'µm'];
  // The product of a decimal fraction and a power of ten is no longer the nearest one to it.
  return { value: Number((metres * factor).toPrecision(12)), unit };
}

function zeissPixel(page: Directory): { x: Length; y: Length } | undefined {
  const lines = fieldText(page, TAG.zeissSem)
    .slice(0, LONGEST)
    .split(/\r\n|\n/);
  // The image's own pixel; the other is that of the microscope's screen, and all that old files
  // have.
  for (const name of ['AP_IMAGE_PIXEL_SIZE', 'AP_PIXEL_SIZE']) {
    const at = lines.findIndex((line) => line.trim() === name);
    const line = (at < 0 ? undefined : lines[at + 1]) ?? '';
    const [value = '', unit = ''] = line
      .slice(line.indexOf('=') + 1)
      .trim()
      .split(' ')
      .filter(Boolean);
    const length = knownLength({ value: Number(value), unit });
    if (length !== undefined && length.value > 0) return { x: length, y: length };
  }
  return undefined;
}
