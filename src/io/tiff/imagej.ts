import { convertLength } from '../units.js';
import type { StackFacts } from './calibration.js';
import type { Directory } from './directory.js';
import type { Length, Scale } from './file_unit.js';
import { knownLength, noScale, scaleOf } from './file_unit.js';
import { isScreen, perUnit, resolutionHint, resolutionUnit } from './resolution.js';
import { first } from './fields.js';
import { TAG } from './tags.js';

/** ImageJ's own lines are short and come first; what follows is a user's text. */
const LONGEST = 64 * 1024;

/** Axes and voxel size of an ImageJ description, which is lines of `key=value`. */
export function parseImageJ(text: string, page: Directory): StackFacts {
  const values = new Map<string, string>();
  for (const line of text.slice(0, LONGEST).split(/[\r\n]/)) {
    const at = line.indexOf('=');
    if (at > 0) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const count = (key: string): number => Math.max(1, Math.trunc(Number(values.get(key) ?? 1)) || 1);
  const images = count('images');
  // Channels follow each other first, then slices, then frames.
  const hyper = { t: count('frames'), z: count('slices'), c: count('channels') };
  const named = hyper.c * hyper.z * hyper.t;
  const axes = named === images ? hyper : { z: images };
  return { axes, ...scaleOfImageJ(values, page, images), warnings: [] };
}

function scaleOfImageJ(
  values: ReadonlyMap<string, string>,
  page: Directory,
  images: number,
): Scale {
  const unit = values.get('unit') ?? unitOfTag(page);
  const x = perUnit(page, TAG.xResolution);
  const y = perUnit(page, TAG.yResolution) ?? x;
  if (unit === undefined) return resolutionHint(page);
  if (x === undefined || y === undefined) return { scaleWarnings: [] };
  const distance = Math.abs(Number(values.get('spacing')));
  const hasDistance = distance > 0 && Number.isFinite(distance);
  if (!hasDistance) {
    const reason = noCalibration(x, unit, images);
    if (reason !== undefined) return noScale(reason);
  }
  const z = hasDistance ? distance : 1;
  const lengths: [Length, Length, Length] = [
    { value: x, unit },
    { value: y, unit: values.get('yunit') ?? unit },
    // The distance of slices means nothing where there is one.
    { value: z, unit: images > 1 ? (values.get('zunit') ?? unit) : unit },
  ];
  const scale = scaleOf(lengths);
  if (hasDistance || images < 2 || scale.unit === undefined || scale.unit === 'px') return scale;
  const warning = `The file states no distance of slices; ImageJ takes 1 ${scale.unit} then, and so does this.`;
  return { ...scale, scaleWarnings: [...scale.scaleWarnings, warning] };
}

/**
 * Why lengths without a slice distance are those of a screen: ImageJ passes on any dpi that it
 * finds.
 */
function noCalibration(x: number, unit: string, images: number): string | undefined {
  const known = knownLength({ value: x, unit });
  const millimetres = known && convertLength(known.value, known.unit, 'mm');
  if (millimetres === undefined) return undefined;
  const isInch = /^(in|inch|inches)$/i.test(unit);
  const stated = `The file's ${Number((1 / x).toPrecision(6))} pixels per ${isInch ? 'inch' : unit}`;
  if (!isInch && unit !== 'cm') return undefined;
  if (isScreen(millimetres)) {
    return `${stated} are the resolution of a screen or printer, and it states no slice distance`;
  }
  // Slices an inch apart are nobody's: the unit comes from a tag that ImageJ found.
  if (images > 1) return `${stated} (${micrometres(millimetres)} µm) come without a slice distance`;
  return undefined;
}

function micrometres(millimetres: number): number {
  return Number((millimetres * 1000).toPrecision(6));
}

/** The unit of the tags counts where the description has none and a centimetre is stated. */
function unitOfTag(page: Directory): string | undefined {
  return first(page, TAG.resolutionUnit) === 3 ? resolutionUnit(page) : undefined;
}
