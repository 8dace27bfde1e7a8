import type { StackFacts } from './calibration.js';
import type { Directory, FieldValues } from './directory.js';
import { fieldText } from './directory.js';
import type { Length, Scale } from './file_unit.js';
import { noScale, printable, scaleOf } from './file_unit.js';
import { first } from './fields.js';
import { isScreen, perUnit, resolutionUnit } from './resolution.js';
import { TAG } from './tags.js';

/**
 * The description that tifffile writes, a JSON object: {"shape": [10, 128, 128], "axes": "ZYX",
 * "spacing": 0.5, "unit": "um"}, with its keys in any order and others among them. Undefined for
 * anything else.
 */
export function parseShaped(text: string, page: Directory): StackFacts | undefined {
  const described = objectOf(text);
  const shape = shapeOf(described);
  if (described === undefined || shape === undefined) return undefined;
  const stack = stackAxes(shape, described['axes'], page);
  if (stack === undefined) {
    return {
      warnings: [
        `The description names ${shape.join('×')} values, which are not those of its pages: it is not used.`,
      ],
    };
  }
  const slices = Object.values(stack).reduce((a, b) => a * b, 1);
  const scale = scaleOfShaped(described, page, slices);
  // A plain page says nothing of the others: tifffile describes each that is appended.
  return slices === 1 ? { ...scale, warnings: [] } : { ...scale, axes: stack, warnings: [] };
}

/**
 * Pages that describe stacks of their own, by their numbers: what tifffile calls series. Pages that
 * are described one by one are none.
 */
export function seriesStarts(pages: readonly Directory[]): number[] {
  const seen = new Set<FieldValues>();
  const starts: number[] = [];
  for (const [i, page] of pages.entries()) {
    const values = page.get(TAG.imageDescription);
    // Pages may share one text, however long; it is read once.
    if (values?.[0] !== 0x7b || seen.has(values)) continue;
    seen.add(values);
    const shape = shapeOf(objectOf(fieldText(page, TAG.imageDescription)));
    if (shape !== undefined && Object.keys(stackAxes(shape, undefined, page) ?? {}).length > 0) {
      starts.push(i);
    }
  }
  return starts;
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function shapeOf(described: Readonly<Record<string, unknown>> | undefined): number[] | undefined {
  const shape = described?.['shape'];
  if (!Array.isArray(shape) || shape.length > 32) return undefined;
  const sound = shape.every((n) => Number.isSafeInteger(n) && Number(n) > 0);
  return sound ? (shape as number[]) : undefined;
}

/**
 * The axes in front of those of a page that are longer than 1; undefined where no page is in the
 * shape.
 */
function stackAxes(
  shape: readonly number[],
  named: unknown,
  page: Directory,
): Record<string, number> | undefined {
  const [width, height] = [first(page, TAG.imageWidth), first(page, TAG.imageLength)];
  let end = shape.length;
  const isPage = (): boolean => shape[end - 1] === width && (shape[end - 2] ?? 1) === height;
  const samples = first(page, TAG.samplesPerPixel) ?? 1;
  // Behind the page's axes there may be one of samples, also where there is one.
  if (!isPage() && shape[end - 1] === samples) end--;
  if (!isPage()) return undefined;
  // Samples that are apart stand in front of the page's axes.
  const isPlanar = samples > 1 && (first(page, TAG.planarConfiguration) ?? 1) === 2;
  if (isPlanar && end === shape.length && shape[end - 3] !== samples) return undefined;
  const front = isPlanar && end === shape.length ? end - 3 : end - 2;
  const letters = typeof named === 'string' && named.length === shape.length ? named : '';
  const axes: Record<string, number> = {};
  shape.slice(0, Math.max(0, front)).forEach((n, i) => {
    const letter = letters.charAt(i).toLowerCase();
    const name = /^[a-z]$/.test(letter) && axes[letter] === undefined ? letter : `axis ${i}`;
    if (n > 1) axes[name] = n;
  });
  return axes;
}

function scaleOfShaped(
  described: Readonly<Record<string, unknown>>,
  page: Directory,
  slices: number,
): Scale {
  const { unit, axes } = described;
  if (typeof axes === 'string' && /[ZYX]/.test(axes) && !/YXS?$/.test(axes)) {
    return noScale(
      `The file's axes are '${printable(axes)}', so that its pages are not planes of x and y`,
    );
  }
  const distance = Number(described['spacing']);
  const hasDistance = distance > 0 && Number.isFinite(distance);
  if (typeof unit !== 'string' && !hasDistance) return { scaleWarnings: [] };
  if (typeof unit !== 'string') {
    return noScale(`The file states slices ${distance} apart, but not in what unit`);
  }
  // Without a unit of their own the tags are in that of the description, as in ImageJ.
  const ownUnit = resolutionUnit(page);
  const [x, y] = [perUnit(page, TAG.xResolution), perUnit(page, TAG.yResolution)];
  const isDefault = ownUnit === undefined && x === 1 && y === 1;
  const inMillimetres = ownUnit === undefined ? 0 : (x ?? 0) * (ownUnit === 'cm' ? 10 : 25.4);
  if (x === undefined || y === undefined || isDefault || isScreen(inMillimetres)) {
    const apart = hasDistance ? `slices ${distance} ${printable(unit)} apart` : 'a unit';
    return noScale(`The file states ${apart}, but no size of pixels`);
  }
  if (slices > 1 && !hasDistance) {
    return noScale(`The file states pixels of ${x}, but no distance of slices`);
  }
  const across = (value: number): Length => ({ value, unit: ownUnit ?? unit });
  return scaleOf([across(x), across(y), hasDistance ? { value: distance, unit } : across(x)]);
}
