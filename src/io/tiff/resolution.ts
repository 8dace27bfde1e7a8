import type { Directory } from './directory.js';
import type { Scale } from './file_unit.js';
import { noScale } from './file_unit.js';
import { first } from './fields.js';
import { TAG } from './tags.js';

/**
 * Dots per inch of screens, scanners and printers, which programs write that know nothing of the
 * scale.
 */
const SCREENS = [
  72, 75, 90, 96, 100, 120, 144, 150, 180, 200, 240, 300, 360, 400, 600, 720, 1200, 2400, 4800,
];
/** Micrometres of a voxel that a microscope or scanner may have. */
const [SMALLEST, LARGEST] = [1e-4, 1000];

/** The length of a pixel in the tag's own unit, or undefined where the tag states none. */
export function perUnit(page: Directory, tag: number): number | undefined {
  const [pixels = 0, units = 1] = page.get(tag) ?? [];
  const length = units / pixels;
  return Number.isFinite(length) && length > 0 ? length : undefined;
}

/** The unit of the resolution tags; TIFF means inches where none is stated. */
export function resolutionUnit(page: Directory): 'inch' | 'cm' | undefined {
  const code = first(page, TAG.resolutionUnit) ?? 2;
  if (code === 3) return 'cm';
  return code === 2 ? 'inch' : undefined;
}

/** Whether pixels of so many millimetres are those of a screen or printer. */
export function isScreen(millimetres: number): boolean {
  const dpi = 25.4 / millimetres;
  // Resolutions in px/cm are those per inch, rounded.
  return SCREENS.some((known) => Math.abs(dpi / known - 1) < 0.004);
}

/**
 * What the resolution tags alone are worth: no calibration, since most programs write what their
 * user's screen has; but a warning that names them, and the voxel that they would mean where that
 * can be.
 */
export function resolutionHint(page: Directory): Scale {
  const unit = resolutionUnit(page);
  const [x, y] = [perUnit(page, TAG.xResolution), perUnit(page, TAG.yResolution)];
  if (unit === undefined || x === undefined) return { scaleWarnings: [] };
  const micrometres = (length: number): number =>
    Number((length * (unit === 'cm' ? 1e4 : 25_400)).toPrecision(6));
  const [across, down] = [micrometres(x), micrometres(y ?? x)];
  const stated = `${Number((1 / x).toPrecision(6))} pixels per ${unit}`;
  if (isScreen(across / 1000)) {
    return noScale(
      `The file's ${stated} are the resolution of a screen or printer, and it states no slice distance`,
    );
  }
  if (across < SMALLEST || across > LARGEST) return { scaleWarnings: [] };
  return noScale(
    `The file's ${stated} would mean pixels of ${across} × ${down} µm, but nothing says that they are meant, nor how far slices lie apart`,
  );
}
