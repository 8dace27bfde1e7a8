import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { map3 } from '../../recipe/geometry.js';
import type { Direction } from '../orientation.js';
import type { Frame } from './facts.js';

/** Frames in the order of their slices, and where the grid that they make lies. */
export interface Arrangement {
  readonly frames: readonly Frame[];
  readonly spacing: Vec3 | undefined;
  readonly spacingFrom: string | undefined;
  readonly origin: Vec3 | undefined;
  readonly direction: Direction | undefined;
  readonly warnings: readonly string[];
}

/** Slices closer than this part of the usual distance are at one place. */
const SAME = 1e-3;
/** Positions are written with few decimals; slices within this part of a distance are where they
 *  should be. */
const ROUNDING = 0.05;
/** Names and numbers in a message are listed up to here. */
const LISTED = 5;

/**
 * Puts frames of one size and orientation in the order of their slices: by position along the
 * normal of their planes, upwards; where they state no positions, by InstanceNumber and their
 * order in the file. Slices at one place, at unequal distances, or shifted against each other
 * are refused by name; missing ones are warned of.
 */
export function arrange(frames: readonly Frame[], series: string): Arrangement {
  const axes = axesOf(frames[0]?.orientation);
  if (axes === undefined || frames.some(({ position }) => position === undefined))
    return byNumber(frames, series);
  const normal = axes[2];
  const at = (frame: Frame): number => dot(frame.position!, normal);
  const sorted = frames.toSorted((a, b) => at(a) - at(b));
  const [first] = sorted;
  const places = sorted.map(at);
  const gaps = places.slice(1).map((place, i) => place - places[i]!);
  checkPlaces(sorted, gaps, series);
  checkStraight(sorted, normal, series);
  const warnings: string[] = [];
  const step = gaps.length === 0 ? undefined : distanceOf(places, gaps, series, warnings);
  return {
    frames: sorted,
    ...calibration(first!, step, warnings),
    origin: first!.position,
    direction: axes,
    warnings,
  };
}

function byNumber(frames: readonly Frame[], series: string): Arrangement {
  const files = new Set(frames.map(({ file }) => file));
  const numbers = new Map<number | undefined, string>();
  for (const { instance, path } of files.size > 1 ? files : []) {
    const known = numbers.get(instance);
    if (instance === undefined || known !== undefined)
      throw invalidArgument(
        'open',
        'input',
        [known, path].filter((name) => name !== undefined).join(' and '),
        `slices with a position or an InstanceNumber each, all different, in ${series}`,
      );
    numbers.set(instance, path);
  }
  const sorted = frames.toSorted(
    (a, b) => (a.file.instance ?? 0) - (b.file.instance ?? 0) || a.index - b.index,
  );
  const warnings: string[] = [];
  const cine = sorted.some(({ file }) => file.cine);
  if (sorted.length > 1)
    warnings.push(
      cine
        ? 'The frames are points in time: z is no length, and there is no voxel size.'
        : 'The files state no positions: slices are in the order of their numbers.',
    );
  const none = { spacing: undefined, spacingFrom: undefined };
  const size = cine ? none : calibration(sorted[0]!, undefined, warnings);
  return { frames: sorted, ...size, origin: undefined, direction: undefined, warnings };
}

/** Distances of voxels; along z that of the positions, else what the file says of slices. */
function calibration(
  { pixel, between, thickness }: Frame,
  step: number | undefined,
  warnings: string[],
): Pick<Arrangement, 'spacing' | 'spacingFrom'> {
  if (pixel === undefined) return { spacing: undefined, spacingFrom: undefined };
  const [z, from] =
    step !== undefined
      ? [step, 'ImagePositionPatient']
      : between !== undefined
        ? [between, 'SpacingBetweenSlices']
        : thickness !== undefined
          ? [thickness, 'SliceThickness']
          : [pixel[0], undefined];
  if (from === 'SliceThickness')
    warnings.push('The distance of slices is taken from their thickness. Check it.');
  if (from === undefined)
    warnings.push(
      'The files do not say how far apart the slices are; they are taken to be as far as pixels. State the spacing.',
    );
  return {
    spacing: [pixel[0], pixel[1], z],
    spacingFrom: ['PixelSpacing', ...(from === undefined ? [] : [from])].join(', '),
  };
}

/** The axes of a plane and its normal; undefined where they are not at right angles. */
function axesOf(orientation: readonly number[] | undefined): Direction | undefined {
  if (orientation === undefined) return undefined;
  const row = unit(map3((i) => orientation[i]!));
  const column = unit(map3((i) => orientation[i + 3]!));
  if (row === undefined || column === undefined || Math.abs(dot(row, column)) > 1e-3)
    return undefined;
  return [
    row,
    column,
    [
      row[1] * column[2] - row[2] * column[1],
      row[2] * column[0] - row[0] * column[2],
      row[0] * column[1] - row[1] * column[0],
    ],
  ];
}

function checkPlaces(sorted: readonly Frame[], gaps: readonly number[], series: string): void {
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const twice = gaps.findIndex((gap) => gap <= SAME * usual);
  if (twice < 0) return;
  const pair = [sorted[twice]!, sorted[twice + 1]!].map(nameOf);
  throw invalidArgument(
    'open',
    'input',
    pair.join(' and '),
    `slices at different places in ${series}; these lie in one plane. Leave out those that are not of this stack`,
  );
}

/** Refuses slices that a tilted gantry shifts against each other: they make no box. */
function checkStraight(sorted: readonly Frame[], normal: Vec3, series: string): void {
  const [first] = sorted;
  const least = Math.min(...(first!.pixel ?? [Infinity]));
  for (const frame of sorted) {
    const way = map3((i) => frame.position![i] - first!.position![i]);
    const along = dot(way, normal);
    const aside = Math.hypot(...map3((i) => way[i] - along * normal[i]));
    if (aside > least / 2)
      throw new VoxmetryError(
        'unsupported-format',
        `The slices of ${series} are shifted against each other, by ${rounded(aside)} mm up to ` +
          `${nameOf(frame)}, as with a tilted gantry. Resample them to a box in a DICOM viewer, and export that.`,
      );
  }
}

/** How far apart slices are; some may be missing. */
function distanceOf(
  places: readonly number[],
  gaps: readonly number[],
  series: string,
  warnings: string[],
): number {
  const mean = (places.at(-1)! - places[0]!) / gaps.length;
  const regular = places.every(
    (place, i) => Math.abs(place - places[0]! - i * mean) <= ROUNDING * mean,
  );
  if (regular) return asWritten(mean);
  const least = Math.min(...gaps);
  const steps = gaps.map((gap) => Math.round(gap / least));
  const single = gaps.filter((_, i) => steps[i] === 1);
  const step = single.reduce((sum, gap) => sum + gap, 0) / single.length;
  const odd = gaps.findIndex((gap, i) => Math.abs(gap - steps[i]! * step) > 2 * ROUNDING * step);
  if (odd >= 0)
    throw new VoxmetryError(
      'unsupported-format',
      `The slices of ${series} are at unequal distances, ${rounded(least)} to ` +
        `${rounded(Math.max(...gaps))} mm, so they make no grid. Resample them to equal ones, and export that.`,
    );
  const missing = steps.reduce((sum, n) => sum + n - 1, 0);
  const behind = steps.flatMap((n, i) => (n > 1 ? [rounded(places[i]!)] : []));
  const more = behind.length > LISTED ? ', …' : '';
  warnings.push(
    `Of the slices of ${series}, ${missing} are missing between the first and the last (behind the places ` +
      `${behind.slice(0, LISTED).join(', ')}${more} mm): those that are there follow each other.`,
  );
  return asWritten(step);
}

/** A mean of decimals without the noise of its last bits: 0.7, not 0.7000000000000001. */
function asWritten(length: number): number {
  return Number(length.toPrecision(12));
}

function nameOf({ file, index }: Frame): string {
  return file.frames.length > 1 ? `${file.path} (frame ${index})` : file.path;
}

function rounded(length: number): string {
  return String(Number(length.toPrecision(4)));
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function unit(vector: Vec3): Vec3 | undefined {
  const length = Math.hypot(...vector);
  return length > 0 ? map3((i) => vector[i] / length) : undefined;
}
