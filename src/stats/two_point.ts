import {
  AXIS_INDEX,
  growRegion,
  map3,
  wholeRegion,
  type Axis,
  type Vec3,
} from '../recipe/geometry.js';
import { invalidArgument } from '../recipe/errors.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { flag, integer, length, nullable, oneOf } from '../recipe/params.js';
import { lengthOf } from './directions.js';

/** Along which lines two points lie: those of an axis, or of all orientations. */
export type TwoPointAlong = Axis | 'radial';

/** Two-point correlation of a mask, or of two. */
export interface TwoPointValue {
  readonly along: TwoPointAlong;
  /** Distances, in `unit`; along 'radial' the mean of those in each bin. */
  readonly distances: Float64Array;
  /** Probability that both ends are in the mask (the first in it, the second in the other). */
  readonly probability: Float64Array;
  /** The same less the product of the two fractions. */
  readonly covariance: Float64Array;
  /** Pairs of voxels that each rests on. */
  readonly pairs: Float64Array;
  /** Fraction of the first mask, and of the second. */
  readonly fractions: readonly [number, number];
  /** Surface per volume from the slope at the origin, 4 (S(0) − S(h)) / h; null for two masks. In 1/unit. */
  readonly surfacePerVolume: number | null;
  readonly unit: string;
  readonly periodic: boolean;
  /** How offsets were chosen. */
  readonly estimator: string;
}

/** Shells of at most so many offsets are taken whole. */
const WHOLE_SHELL = 64;

/** Golden-angle spiral over the half sphere: directions that cover it evenly. */
function halfSphere(count: number): Vec3[] {
  const turn = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, k) => {
    const z = (k + 0.5) / count;
    const r = Math.sqrt(1 - z * z);
    return [r * Math.cos(turn * k), r * Math.sin(turn * k), z];
  });
}

/** Voxel offsets of a shell of distances, one of each opposite pair: all of them, or evenly spread ones. */
function shellOffsets(from: number, to: number, spacing: Vec3, most: number): Vec3[] {
  const reach: Vec3 = map3((i) => Math.ceil(to / spacing[i]));
  if ((2 * reach[0] + 1) * (2 * reach[1] + 1) * (reach[2] + 1) <= 4096) {
    const all: Vec3[] = [];
    for (let z = 0; z <= reach[2]; z += 1)
      for (let y = z === 0 ? 0 : -reach[1]; y <= reach[1]; y += 1)
        for (let x = z === 0 && y === 0 ? 0 : -reach[0]; x <= reach[0]; x += 1) {
          const far = lengthOf([x, y, z], spacing);
          if (far >= from && far < to) all.push([x, y, z]);
        }
    if (all.length <= most) return all;
  }
  const chosen = new Map<string, Vec3>();
  for (const ray of halfSphere(most)) {
    const offset = map3((i) => Math.round((ray[i] * (from + to)) / 2 / spacing[i]));
    chosen.set(offset.join(), offset);
  }
  return [...chosen.values()];
}

/** Distances as bins of offsets: the first is that of no distance. */
export function twoPointBins(
  { along, maxDistance, directions }: TwoPointParams,
  { size, spacing }: GridMeta,
): Vec3[][] {
  const step = Math.min(...spacing);
  if (along !== 'radial') {
    const axis = AXIS_INDEX[along];
    const asked =
      maxDistance === null
        ? Math.min(Math.floor(size[axis] / 2), 128)
        : Math.floor(voxelsPerAxis(maxDistance, spacing)[axis] * (1 + 1e-9));
    const last = Math.min(size[axis] - 1, asked);
    return Array.from({ length: last + 1 }, (_, k) => [map3((i) => (i === axis ? k : 0))]);
  }
  const extents = map3((i) => (size[i] === 1 ? Infinity : size[i] * spacing[i]));
  const reach =
    maxDistance === null
      ? Math.min(Math.min(...extents) / 2, 32 * step)
      : Math.min(...map3((i) => voxelsPerAxis(maxDistance, spacing)[i] * spacing[i]));
  const most = Math.max(directions, 1);
  const bins: Vec3[][] = [[[0, 0, 0]]];
  for (let k = 1; k * step <= reach * (1 + 1e-9); k += 1)
    bins.push(shellOffsets((k - 0.5) * step, (k + 0.5) * step, spacing, most));
  const fits = (offset: Vec3): boolean => offset.every((n, i) => Math.abs(n) < size[i]!);
  return bins.map((bin) => bin.filter(fits)).filter((bin) => bin.length > 0);
}

/** Parameters of {@link twoPoint}, complete. */
export interface TwoPointParams {
  readonly along: TwoPointAlong;
  readonly maxDistance: Length | null;
  readonly directions: number;
}

/**
 * Two-point correlation: the probability that two voxels at a distance are both in a mask, or the first in it and the second in
 * `other`, as {@link TwoPointValue}, with its covariance. `along` an axis, or 'radial' (default): averaged over all orientations of
 * the half sphere, in bins as wide as the smallest spacing; a shell of at most `directions` (default 64) offsets is taken
 * whole, a larger one by as many, evenly spread. `maxDistance` is at most (default) half the volume, 128 voxels along an
 * axis, 32 radial. Pairs inside the volume count, or with `periodic` all pairs of the volume repeated.
 *
 * Exact counts. From mask words by shift and popcount: 1/4 B/voxel per offset; the default radial one moves some 500 B/voxel.
 * Torquato, Random Heterogeneous Materials (2002), 2.2; the slope at the origin: Debye et al., J. Appl. Phys. 28 (1957) 679.
 */
export const twoPoint = declareOp({
  name: 'twoPoint',
  kind: 'reduce',
  inputs: { mask: input('mask'), other: optionalInput('mask') },
  params: {
    along: oneOf(['radial', 'x', 'y', 'z'], 'radial'),
    maxDistance: nullable(length()),
    directions: integer({ default: WHOLE_SHELL, min: 6, max: 4096 }),
    periodic: flag(false),
  },
  exactness: 'exact',
  result: ({ mask }, params) => {
    if (twoPointBins(params, mask).length < 2)
      throw invalidArgument(
        'twoPoint',
        'maxDistance',
        params.maxDistance,
        'a distance of at least a voxel along an axis of at least two',
      );
    return { kind: 'value' };
  },
  needs: (region, { mask }, params) => {
    const reach = [0, 0, 0];
    for (const bin of twoPointBins(params, mask))
      for (const offset of bin)
        offset.forEach((n, i) => (reach[i] = Math.max(reach[i]!, Math.abs(n))));
    const halo = params.periodic
      ? wholeRegion(mask.size)
      : growRegion(region, reach as unknown as Vec3, mask.size);
    return { mask: halo, other: halo };
  },
  notes: ({ along, periodic }) => ({
    orientations: along === 'radial' ? 'half sphere, evenly' : `along ${along}`,
    border: periodic ? 'periodic' : 'pairs inside the volume',
  }),
});
