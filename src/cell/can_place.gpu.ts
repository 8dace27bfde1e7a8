// From profiles along rays to where a can lies.
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  CUT_EDGE,
  DIRECTION_WORDS,
  NO_EDGE,
  PROFILE_BEFORE,
  PROFILE_SAMPLES,
} from '../kernels/cell/index.js';
import type { CanPlace } from './can_search.js';
import { FIXED } from './can_rays.js';
import { semiAxes, type Ellipse } from './ellipse.js';
import { medianOf } from './middle_value.js';
import { robustLine } from './robust_line.js';
import { fitEllipse } from './robust_ellipse.js';

/** Rays of a slice in which a can is looked for. */
export const SEARCH_RAYS = 256;
/** Words that the search leaves for a ray. */
export const RAY_WORDS = 1 + PROFILE_SAMPLES;

/** What the search found in one slice. */
export interface SearchedSlice {
  readonly slice: number;
  /** Of each ray where its edge is, and its profile as bits of f32. */
  readonly words: Uint32Array<ArrayBuffer>;
}

/** Outermost samples that are taken for air. */
const AIR_SAMPLES = 4;

/** The profile across the can's outer face: medians over all rays; NaN where few have a value. */
function medianProfile(slices: readonly SearchedSlice[]): Float64Array {
  const columns = Array.from({ length: PROFILE_SAMPLES }, () => [] as number[]);
  let rays = 0;
  for (const { words } of slices) {
    const values = new Float32Array(words.buffer, words.byteOffset, words.length);
    for (let ray = 0; ray < SEARCH_RAYS; ray += 1) {
      const edge = words[RAY_WORDS * ray]!;
      if (edge === NO_EDGE || edge === CUT_EDGE) continue;
      rays += 1;
      for (let k = 0; k < PROFILE_SAMPLES; k += 1) {
        const value = values[RAY_WORDS * ray + 1 + k]!;
        if (!Number.isNaN(value)) columns[k]!.push(value);
      }
    }
  }
  return Float64Array.from(columns, (column) =>
    column.length >= rays / 4 ? medianOf(column) : NaN,
  );
}

/** The ellipse of a slice in the grid's unit; undefined where half of the rays met no edge. */
function ellipseOf(
  { words }: SearchedSlice,
  table: Int32Array,
  { spacing, origin }: GridMeta,
  centre: readonly [number, number],
): Ellipse | undefined {
  const [x, y] = [0, 1].map((axis) =>
    Float64Array.from({ length: SEARCH_RAYS }, (_, ray) => {
      const edge = words[RAY_WORDS * ray]!;
      if (edge === NO_EDGE || edge === CUT_EDGE) return NaN;
      const at = DIRECTION_WORDS * ray + axis;
      // The edge lies between the sample that is above the level and the one before it.
      const place = (table[at]! - (edge - 0.5) * table[at + 2]!) / FIXED;
      return origin[axis]! + place * spacing[axis]!;
    }),
  ) as [Float64Array, Float64Array];
  const seen = x.reduce((sum, v) => sum + (Number.isNaN(v) ? 0 : 1), 0);
  if (seen < SEARCH_RAYS / 2) return undefined;
  const middle = [0, 1].map((axis) => origin[axis]! + centre[axis]! * spacing[axis]!);
  return fitEllipse({ x, y, centre: [middle[0]!, middle[1]!] })?.ellipse;
}

/** Says why no can was found. */
function noCan(slices: readonly SearchedSlice[], level: number): Error {
  let [cut, none] = [0, 0];
  for (const { words } of slices)
    for (let ray = 0; ray < SEARCH_RAYS; ray += 1) {
      const edge = words[RAY_WORDS * ray]!;
      if (edge === CUT_EDGE) cut += 1;
      else if (edge === NO_EDGE) none += 1;
    }
  const share = (n: number): string =>
    `${String(Math.round((100 * n) / (SEARCH_RAYS * slices.length)))} %`;
  const at = `the level ${String(level)}`;
  if (cut > none)
    return invalidArgument(
      'can',
      'volume',
      `one whose slices end within the can: ${share(cut)} of the rays begin above ${at}`,
      'a scan that shows two thirds of the circumference with air around it',
    );
  return invalidArgument(
    'can',
    'volume',
    `one without a can: on ${share(none)} of the rays nothing rises above ${at}`,
    "a scan of a can in bright steel, whose inside holds 'centre'; or state 'threshold'",
  );
}

/** Finds the can in the slices that were looked at, in any order. */
export function canPlace(
  found: readonly SearchedSlice[],
  grid: GridMeta,
  table: Int32Array,
  centre: readonly [number, number],
  level: number,
  threshold: number | null,
): CanPlace {
  const slices = [...found].sort((a, b) => a.slice - b.slice);
  const ellipses = slices.flatMap((each) => {
    const ellipse = ellipseOf(each, table, grid, centre);
    return ellipse === undefined ? [] : [{ z: each.slice, ellipse }];
  });
  if (ellipses.length === 0) throw noCan(slices, level);
  const profile = medianProfile(slices);
  const outside = profile.subarray(0, PROFILE_BEFORE).filter((v) => !Number.isNaN(v));
  const air = medianOf(outside.subarray(0, AIR_SAMPLES));
  const steel = profile
    .subarray(PROFILE_BEFORE)
    .reduce((most, v) => (v > most ? v : most), -Infinity);
  if (!(steel > air)) throw noCan(slices, level);
  const used = threshold ?? (air + steel) / 2;
  if (!(used > air && used < steel))
    throw invalidArgument(
      'can',
      'threshold',
      threshold,
      `between air, ${String(air)}, and the can's wall, ${String(steel)}`,
    );
  const heights = ellipses.map(({ z }) => grid.origin[2] + z * grid.spacing[2]);
  const [x, y] = (['x', 'y'] as const).map((name) =>
    robustLine(
      heights,
      ellipses.map(({ ellipse }) => ellipse[name]),
    ),
  ) as [ReturnType<typeof robustLine>, ReturnType<typeof robustLine>];
  const axes = ellipses.map(({ ellipse }) => semiAxes(ellipse));
  return {
    ...{ threshold: used, air, steel },
    axis: { x: x.at, slopeX: x.slope, y: y.at, slopeY: y.slope },
    least: Math.min(...axes.map(({ b }) => b)),
    greatest: Math.max(...axes.map(({ a }) => a)),
  };
}
