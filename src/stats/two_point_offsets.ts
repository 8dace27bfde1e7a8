// Offsets and distance bins of a two-point correlation.
import { AXIS_INDEX, map3, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { lengthOf } from './directions.js';
import type { TwoPointAlong } from './two_point.js';

/** Which pairs of voxels a two-point correlation is taken of. */
export interface OffsetParams {
  readonly along: TwoPointAlong;
  readonly maxDistance: Length | null;
  readonly directions: number | null;
}

/**
 * Offsets between the voxels of pairs in bins by their distance, of which the first is that of
 * none.
 */
export interface OffsetBins {
  /** Number of bins. */
  readonly count: number;
  /** The farthest offset along each axis. */
  readonly reach: Vec3;
  /** All offsets with their bins and distances, one of each opposite pair. */
  readonly visit: (f: (bin: number, offset: Vec3, distance: number) => void) => void;
}

/** Radial distances are at most so many voxels by default. */
const DEFAULT_REACH = 32;
/** Distances along an axis are at most so many voxels by default. */
const DEFAULT_STEPS = 128;

/** Golden-angle spiral over the half sphere: directions that cover it evenly. */
function halfSphere(count: number): Vec3[] {
  const turn = Math.PI * (3 - Math.sqrt(5));
  return Array.from({ length: count }, (_, k) => {
    const z = (k + 0.5) / count;
    const r = Math.sqrt(1 - z * z);
    return [r * Math.cos(turn * k), r * Math.sin(turn * k), z];
  });
}

/** Offsets of a list of bins. */
function listed(bins: readonly (readonly Vec3[])[], spacing: Vec3): OffsetBins {
  const reach = map3((i) => Math.max(0, ...bins.flat().map((offset) => Math.abs(offset[i]))));
  return {
    count: bins.length,
    reach,
    visit: (f) => {
      bins.forEach((bin, k) => {
        for (const offset of bin) f(k, offset, lengthOf(offset, spacing));
      });
    },
  };
}

/** Offsets along an axis, a bin each. */
function axisBins(axis: 0 | 1 | 2, maxDistance: Length | null, meta: GridMeta): OffsetBins {
  const n = meta.size[axis];
  const asked =
    maxDistance === null
      ? Math.min(Math.floor(n / 2), DEFAULT_STEPS)
      : Math.floor(voxelsPerAxis(maxDistance, meta.spacing)[axis] * (1 + 1e-9));
  const last = Math.min(n - 1, asked);
  const bins = Array.from({ length: last + 1 }, (_, k) => [map3((i) => (i === axis ? k : 0))]);
  return listed(bins, meta.spacing);
}

/** All offsets of the half ball, in bins k of (k − ½) step ≤ distance < (k + ½) step. */
function ballBins(last: number, step: number, { size, spacing }: GridMeta): OffsetBins {
  const reach = map3((i) => Math.min(size[i] - 1, Math.floor(((last + 0.5) * step) / spacing[i])));
  const visit: OffsetBins['visit'] = (f) => {
    for (let z = 0; z <= reach[2]; z += 1)
      for (let y = z === 0 ? 0 : -reach[1]; y <= reach[1]; y += 1)
        for (let x = z === 0 && y === 0 ? 0 : -reach[0]; x <= reach[0]; x += 1) {
          const distance = lengthOf([x, y, z], spacing);
          const bin = Math.floor(distance / step + 0.5);
          if (bin <= last) f(bin, [x, y, z], distance);
        }
  };
  return { count: last + 1, reach, visit };
}

/** At most so many offsets per shell: all of small ones, evenly spread ones of others. */
function sampledBins(ball: OffsetBins, most: number, step: number, meta: GridMeta): OffsetBins {
  const shells = Array.from({ length: ball.count }, () => new Map<string, Vec3>());
  ball.visit((bin, offset) => {
    const shell = shells[bin]!;
    // One more than wanted tells that there are too many.
    if (shell.size <= most) shell.set(offset.join(), offset);
  });
  const rays = halfSphere(most);
  shells.forEach((shell, k) => {
    if (shell.size <= most) return;
    shell.clear();
    for (const ray of rays) {
      const offset = map3((i) => Math.round((ray[i] * k * step) / meta.spacing[i]));
      if (offset.every((n, i) => Math.abs(n) < meta.size[i]!)) shell.set(offset.join(), offset);
    }
  });
  return listed(
    shells.map((shell) => [...shell.values()]),
    meta.spacing,
  );
}

/** The offsets of a two-point correlation. */
export function offsetBins(
  { along, maxDistance, directions }: OffsetParams,
  meta: GridMeta,
): OffsetBins {
  const { size, spacing } = meta;
  if (along !== 'radial') return axisBins(AXIS_INDEX[along], maxDistance, meta);
  const step = Math.min(...spacing);
  const extents = map3((i) => (size[i] === 1 ? Infinity : size[i] * spacing[i]));
  const farthest =
    maxDistance === null
      ? Math.min(Math.min(...extents) / 2, DEFAULT_REACH * step)
      : Math.min(...map3((i) => voxelsPerAxis(maxDistance, spacing)[i] * spacing[i]));
  const diagonal = lengthOf(
    map3((i) => size[i] - 1),
    spacing,
  );
  const last = Math.floor((Math.min(farthest, diagonal) / step) * (1 + 1e-9));
  const ball = ballBins(last, step, meta);
  return directions === null ? ball : sampledBins(ball, directions, step, meta);
}
