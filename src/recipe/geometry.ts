/** Three numbers in the order x, y, z. */
export type Vec3 = readonly [x: number, y: number, z: number];

/** A box of voxels: first index and size, in global index coordinates. */
export interface Region {
  readonly origin: Vec3;
  readonly size: Vec3;
}

/** One of the three axes. */
export type Axis = 'x' | 'y' | 'z';

/** The index of an axis. */
export const AXIS_INDEX: Readonly<Record<Axis, 0 | 1 | 2>> = { x: 0, y: 1, z: 2 };

/** The axes of a slice across an axis: right, then down. */
export const PLANE_AXES = {
  x: ['y', 'z'],
  y: ['x', 'z'],
  z: ['x', 'y'],
} as const satisfies Readonly<Record<Axis, readonly [Axis, Axis]>>;

/** Maps a function over the three axes. */
export function map3(f: (axis: 0 | 1 | 2) => number): Vec3 {
  return [f(0), f(1), f(2)];
}

/** The product of the three components. */
export function volumeOf(size: Vec3): number {
  return size[0] * size[1] * size[2];
}

/** The region of a whole grid. */
export function wholeRegion(size: Vec3): Region {
  return { origin: [0, 0, 0], size };
}

/** Index behind the last, per axis. */
export function regionEnd(region: Region): Vec3 {
  return map3((i) => region.origin[i] + region.size[i]);
}

/** Grows a region by a margin on every side and clips it to the volume. */
export function growRegion(region: Region, margin: Vec3, volumeSize: Vec3): Region {
  const origin = map3((i) => Math.max(0, region.origin[i] - margin[i]));
  const end = map3((i) => Math.min(volumeSize[i], region.origin[i] + region.size[i] + margin[i]));
  return { origin, size: map3((i) => end[i] - origin[i]) };
}

/** The smallest region that holds both. */
export function unionRegion(a: Region, b: Region): Region {
  const origin = map3((i) => Math.min(a.origin[i], b.origin[i]));
  const ends = [regionEnd(a), regionEnd(b)] as const;
  return { origin, size: map3((i) => Math.max(ends[0][i], ends[1][i]) - origin[i]) };
}

/** Whether `outer` holds all of `inner`. */
export function containsRegion(outer: Region, inner: Region): boolean {
  const outerEnd = regionEnd(outer);
  const innerEnd = regionEnd(inner);
  return ([0, 1, 2] as const).every(
    (i) => outer.origin[i] <= inner.origin[i] && outerEnd[i] >= innerEnd[i],
  );
}

/** Whether something is a box of at least one voxel. */
export function isRegion(given: unknown): given is Region {
  const { origin, size } = (given ?? {}) as { origin?: unknown; size?: unknown };
  const isTriple = (of: unknown, min: number): boolean =>
    Array.isArray(of) &&
    of.length === 3 &&
    of.every((n) => typeof n === 'number' && Number.isSafeInteger(n) && n >= min);
  return isTriple(origin, 0) && isTriple(size, 1);
}

/** Whether two regions, or sizes, are the same. */
export function equal3(a: Vec3, b: Vec3): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

/** Whether two regions are the same box. */
export function equalRegion(a: Region, b: Region): boolean {
  return equal3(a.origin, b.origin) && equal3(a.size, b.size);
}

/**
 * Rounds a region outwards so that it starts at a multiple of `step` along x, and ends at one or at
 * the volume's end. That is 32, the widest word (a mask word holds 32 voxels), if it is left out:
 * so aligned regions of any storage share word boundaries.
 */
export function alignRegion(region: Region, volumeSize: Vec3, step = 32): Region {
  const x0 = Math.floor(region.origin[0] / step) * step;
  const x1 = Math.min(volumeSize[0], Math.ceil((region.origin[0] + region.size[0]) / step) * step);
  return {
    origin: [x0, region.origin[1], region.origin[2]],
    size: [x1 - x0, region.size[1], region.size[2]],
  };
}

/** Cuts a region into bricks of at most `brick` voxels, x fastest. */
export function* bricksOf(region: Region, brick: Vec3): Generator<Region> {
  const end = regionEnd(region);
  for (let z = region.origin[2]; z < end[2]; z += brick[2])
    for (let y = region.origin[1]; y < end[1]; y += brick[1])
      for (let x = region.origin[0]; x < end[0]; x += brick[0])
        yield {
          origin: [x, y, z],
          size: [
            Math.min(brick[0], end[0] - x),
            Math.min(brick[1], end[1] - y),
            Math.min(brick[2], end[2] - z),
          ],
        };
}
