// Where a can lies, and how bright air and steel are: what its contours are then measured by.
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { nullable, number, param, type Param } from '../recipe/params.js';
import { ownsSlices, wholeSlices } from '../filters/owned_blocks.js';

/** A position in a slice: x and y in the grid's unit and frame. */
export type CanCentre = readonly [x: number, y: number];

const isFiniteNumber = (given: unknown): given is number =>
  typeof given === 'number' && Number.isFinite(given);

/** A point in the slices from which the can is looked for. */
export const centreParam = nullable(
  param<CanCentre, CanCentre, false>({
    type: 'numbers',
    doc: 'A point inside the can, x and y, from which it is looked for; null: the middle.',
    unit: 'length',
    default: undefined,
    allowed: '[x, y], two finite numbers',
    schema: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
    accept: (given) =>
      Array.isArray(given) && given.length === 2 && given.every(isFiniteNumber)
        ? (given as [number, number])
        : undefined,
  }) as Param<CanCentre, CanCentre>,
);

/** Least and greatest grey level that tells steel from air. */
export const thresholdParam = nullable(
  number(
    { unit: 'intensity' },
    'Grey level of the contours; null: half-way between air and steel, which are found.',
  ),
);

/** Where a can lies. Lengths in the grid's unit. */
export interface CanPlace {
  /** Grey level at which the contours are taken. */
  readonly threshold: number;
  /** Medians over all rays, outside of the can and of the brightest place of its wall. */
  readonly air: number;
  readonly steel: number;
  /** The axis: x + slopeX · z and y + slopeY · z. */
  readonly axis: {
    readonly x: number;
    readonly y: number;
    readonly slopeX: number;
    readonly slopeY: number;
  };
  /** Least and greatest semi-axis of the slices that were looked at. */
  readonly least: number;
  readonly greatest: number;
}

/** Slices that are looked at, at most. */
const MOST_SLICES = 64;

/** Distance of the slices that are looked at. */
export function searchStride({ size }: GridMeta): number {
  return Math.ceil(size[2] / MOST_SLICES);
}

/** The point from which a can is looked for, in voxels. */
export function searchCentre(grid: GridMeta, given: CanCentre | null): CanCentre {
  const { size, spacing, origin } = grid;
  const centre =
    given === null
      ? ([(size[0] - 1) / 2, (size[1] - 1) / 2] as const)
      : ([(given[0] - origin[0]) / spacing[0], (given[1] - origin[1]) / spacing[1]] as const);
  centre.forEach((place, axis) => {
    if (!(place >= 0 && place <= size[axis]! - 1))
      throw invalidArgument('can', 'centre', given, 'a point in the slices');
  });
  return centre;
}

/** Voxels along x and y that a slice has at most: positions are in 2⁻¹⁶ voxel. */
const MOST_VOXELS = 16384;

/**
 * Where a can lies, as {@link CanPlace}. 256 rays in up to 64 slices come from the rim towards
 * `centre`; the first two voxels in a row above `level`, or else `threshold`, are the can's edge
 * there. The profiles from 8 voxels before the edge to 24 behind it, of all rays, give air and
 * steel: the median at the outermost samples, and the greatest of the medians behind the edge.
 * Ellipses through the edges of each slice (`fitEllipse`) give the axis, a line by medians of
 * slopes.
 *
 * Reads some 256 · (½ of a slice's width + 64) voxels of each of up to 64 slices in one pass, 260 B
 * for each ray are written and read back. Bricks take whole slices. NaN is air. Error
 * `invalid-argument` where half of the circumference is seen in no slice.
 */
export const canSearch = declareOp({
  name: 'canSearch',
  kind: 'reduce',
  inputs: { volume: input('volume'), level: optionalInput('scalar') },
  params: { centre: centreParam, threshold: thresholdParam },
  exactness: 'float-dependent',
  result: ({ volume, level }, { centre, threshold }) => {
    searchCentre(volume, centre);
    if ((level === undefined) === (threshold === null))
      throw invalidArgument('canSearch', 'level', level?.kind, 'a level, or a threshold');
    if (volume.size[0] > MOST_VOXELS || volume.size[1] > MOST_VOXELS)
      throw invalidArgument(
        'can',
        'volume',
        `of slices of ${String(volume.size[0])}×${String(volume.size[1])} voxels`,
        `slices of at most ${String(MOST_VOXELS)} voxels along x and y; crop or bin it`,
      );
    return yields.plain<CanPlace>();
  },
  needs: (region, { volume }) => ({
    volume: ownsSlices(region) ? wholeSlices(region, volume.size) : region,
  }),
});
