// Representative volume element: spread of window means with window size.
import { growRegion } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  gridMeta,
  input,
  makeNode,
  optionalInput,
  optionalValueInput,
  valueInput,
  type Node,
} from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import { fractionNode, type FractionValue } from './fraction.js';
import { countedWithin } from './missing_voxels.js';
import { surfaceArea, type SurfaceAreaValue } from './surface_area.js';

/** How a quantity spreads over windows. */
export interface Spread {
  /** Standard deviation (n − 1) between windows, in the unit of the quantity. */
  readonly spread: number;
  /** The same over the mean (no unit); null where the mean is 0. */
  readonly relative: number | null;
}

/** Windows of one size. */
export interface WindowSpread {
  /** Edge of a window in voxels. */
  readonly size: number;
  /** Volume of a window in unit³ (of a volume one voxel thin, of its part of the slice). */
  readonly volume: number;
  /**
   * Cubes that fill the volume from its first voxel on, or cubes at seeded random places, which may
   * overlap.
   */
  readonly placement: 'side by side' | 'random';
  /**
   * Number of windows; with `within` weighted by their voxels of it, so that empty ones count
   * nothing.
   */
  readonly count: number;
  /** Voxels that a window counts on average: all, or those of `within`. */
  readonly voxels: number;
  /** Spread of the fraction (no unit). */
  readonly fraction: Spread;
  /** Spread of the surface per volume, in 1/unit; null in a volume one voxel thin. */
  readonly surfacePerVolume: Spread | null;
}

/** A volume that is large enough for a relative error. */
export interface NeededVolume {
  /** The relative error, such as 0.05 for 5 %. */
  readonly relativeError: number;
  /** The volume needed, in voxels. */
  readonly voxels: number;
  /** Edge of a cube of that volume, in voxels (of a square, in a volume one voxel thin). */
  readonly edge: number;
  /** Whether this volume is at least as large. */
  readonly reached: boolean;
}

/** How fraction and surface of sub-volumes spread with their size. */
export interface RepresentativeVolumeValue {
  /** Fraction of the whole volume, 0 to 1. */
  readonly fraction: number;
  /**
   * Surface per volume of the whole, by Crofton's formula in 13 directions; null in a volume one
   * voxel thin. In 1/unit.
   */
  readonly surfacePerVolume: number | null;
  /** Unit of length. */
  readonly unit: string;
  /** The spreads, by rising edge; windows side by side before random ones. */
  readonly windows: readonly WindowSpread[];
  /**
   * Integral range of the fraction in voxels: the volume worth one independent sample; null where
   * unknown.
   */
  readonly integralRange: number | null;
  /**
   * The volumes needed for relative errors of 1, 5 and 10 % (one standard deviation) of the
   * fraction; empty where unknown.
   */
  readonly needed: readonly NeededVolume[];
  /** The same for the surface per volume. */
  readonly neededForSurface: readonly NeededVolume[];
  /** How windows were chosen. */
  readonly estimator: string;
}

/** How windows are chosen, as its provenance says. */
export const WINDOWS_ESTIMATOR =
  'cubes of whole cells of a summed-volume table; surface by Crofton’s formula in 13 directions, weights in 1/4096; needed volumes from the integral range, the largest over windows side by side';

/**
 * How fraction and surface per volume of cubes spread with their size, as
 * {@link RepresentativeVolumeValue}, and the volume needed for a relative error. Cubes lie side by
 * side, as long as 30 of them fit, and at `windows` (default 200) random places of a `seed`, up to
 * half of the volume's smallest edge; they start at multiples of the cell of a summed-volume table
 * (2 voxels, more where that has above 2^18 cells, at most 32). With `within`, a cube counts by its
 * voxels, or pairs, of that mask.
 *
 * A volume V spreads by √(φ(1 − φ) A / V), with A the integral range of {@link fraction}; likewise
 * the surface per volume, with the largest V s² over cubes side by side. Random cubes overlap, so
 * large ones spread less than independent ones would. Lantuéjoul, J. Microsc. 161 (1991) 387; Kanit
 * et al., Int. J. Solids Struct. 40 (2003) 3647, https://doi.org/10.1016/S0020-7683(03)00143-4.
 *
 * Exact counts. One pass of 14 shifts over 1/8 B/voxel (twice that with `within`), beside those of
 * {@link fraction} and {@link surfaceArea}; 16 B per cell are read back.
 */
export const representativeVolume = declareOp({
  name: 'representativeVolume',
  version: 2,
  kind: 'reduce',
  inputs: {
    mask: input('mask'),
    within: optionalInput('mask'),
    fraction: valueInput<FractionValue>(),
    area: optionalValueInput<SurfaceAreaValue>(),
  },
  params: {
    windows: integer(
      { default: 200, min: 2, max: 100_000 },
      'How many cubes of each size are placed at random.',
    ),
    seed: integer(
      { default: 1, min: 0, max: 2 ** 32 - 1 },
      'Start of the random numbers; the same seed gives the same cubes.',
    ),
  },
  exactness: 'exact',
  result: () => yields.result<RepresentativeVolumeValue>(),
  needs: (region, { mask }) => {
    const wider = growRegion(region, [1, 1, 1], mask.size);
    return { mask: wider, within: wider };
  },
  notes: ({ windows, seed }) => ({
    estimator: WINDOWS_ESTIMATOR,
    random: `${String(windows)} windows per size, seed ${String(seed)}`,
  }),
});

/** The node of {@link representativeVolume} of a mask. */
export function representativeVolumeNode(
  mask: Node,
  within?: Node,
  params: { readonly windows?: number | undefined; readonly seed?: number | undefined } = {},
) {
  const inputs = { mask, within: countedWithin(mask, within).within };
  const flat = gridMeta(mask).size.some((n) => n === 1);
  return makeNode(
    representativeVolume,
    {
      ...inputs,
      fraction: fractionNode(mask, within),
      area: flat ? undefined : makeNode(surfaceArea, inputs),
    },
    params,
  );
}
