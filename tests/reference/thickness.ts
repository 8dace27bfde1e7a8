import type { Vec3 } from '../../src/recipe/geometry.js';

type Triple = readonly [number, number, number];

/** Every voxel of a grid, in raster order. */
function positions([nx, ny, nz]: Vec3): Triple[] {
  return Array.from({ length: nx * ny * nz }, (_, i) => [
    i % nx,
    Math.floor(i / nx) % ny,
    Math.floor(i / nx / ny),
  ]);
}

/** The squared distance of two voxels' centres. */
function squared(a: Triple, b: Triple, [sx, sy, sz]: Vec3): number {
  return ((a[0] - b[0]) * sx) ** 2 + ((a[1] - b[1]) * sy) ** 2 + ((a[2] - b[2]) * sz) ** 2;
}

/**
 * The diameters of the largest balls about all voxels of a mask, ball by ball: twice the distance
 * to the nearest background centre; where background is k voxels off in both directions of an axis
 * and none is nearer, 2 k − 1 voxels of it.
 */
export function diametersTwin(
  bits: Uint8Array,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
  border: 'open' | 'background' = 'open',
): Float64Array {
  const [nx, ny] = size;
  const places = positions(size);
  const background = places.filter((_, i) => bits[i] === 0);
  const isBackground = (p: Triple): boolean =>
    p.every((n, i) => n >= 0 && n < size[i]!)
      ? bits[(p[2] * ny + p[1]) * nx + p[0]] === 0
      : border === 'background';
  return Float64Array.from(places, (p, at) => {
    if (bits[at] === 0) return 0;
    let least = Infinity;
    for (const b of background) least = Math.min(least, squared(b, p, spacing));
    for (let a = 0; a < 3 && border === 'background'; a++) {
      // The nearest voxel outside lies straight behind a face; an image has none before and behind
      // it.
      const k = Math.min(p[a]! + 1, size[a]! - p[a]!);
      if (size[a]! > 1) least = Math.min(least, (k * spacing[a]!) ** 2);
    }
    let diameter = 2 * Math.sqrt(least);
    for (let a = 0; a < 3; a++) {
      const k = Math.round(Math.sqrt(least) / spacing[a]!);
      if (size[a] === 1 || Math.abs(k * spacing[a]! - Math.sqrt(least)) > 1e-9) continue;
      const moved = (by: number): Triple =>
        p.map((n, i) => (i === a ? n + by : n)) as unknown as Triple;
      if (isBackground(moved(k)) && isBackground(moved(-k)))
        diameter = Math.min(diameter, (2 * k - 1) * spacing[a]!);
    }
    return diameter;
  });
}

/** At each voxel the greatest diameter of the balls that hold it: |x − c| < d / 2. */
export function largestBallsTwin(
  diameters: Float64Array,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
): Float64Array {
  const places = positions(size);
  const out = new Float64Array(diameters.length);
  diameters.forEach((d, at) => {
    if (d === 0) return;
    const reach = (d / 2) ** 2 * (1 - 1e-9);
    for (let i = 0; i < out.length; i++)
      if (diameters[i]! > 0 && out[i]! < d && squared(places[i]!, places[at]!, spacing) < reach)
        out[i] = d;
  });
  return out;
}

/**
 * The greatest diameter of balls that can come to each voxel from some voxels on, from neighbour to
 * neighbour across faces, as a bottleneck: every voxel takes the lesser of its own and the greatest
 * of its neighbours', until nothing changes.
 */
export function widestWaysTwin(
  diameters: Float64Array,
  size: Vec3,
  isStart: (p: Triple) => boolean,
): Float64Array {
  const [nx, ny] = size;
  const places = positions(size);
  const ways = Float64Array.from(places, (p, i) => (isStart(p) ? diameters[i]! : 0));
  for (let changed = true; changed;) {
    changed = false;
    places.forEach((p, i) => {
      for (const [axis, step] of [0, 1, 2].flatMap((a) => [[a, -1] as const, [a, 1] as const])) {
        const q = p.map((n, a) => (a === axis ? n + step : n)) as unknown as Triple;
        if (q[axis]! < 0 || q[axis]! >= size[axis]!) continue;
        const way = Math.min(diameters[i]!, ways[(q[2] * ny + q[1]) * nx + q[0]]!);
        if (way <= ways[i]!) continue;
        ways[i] = way;
        changed = true;
      }
    });
  }
  return ways;
}
