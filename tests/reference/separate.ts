import type { Vec3 } from '../../src/recipe/geometry.js';

/** What {@link separateTwin} works from. Lengths are integers in 1/256 of the smallest spacing. */
export interface SeparateInput {
  readonly size: Vec3;
  /** Squared distance of every voxel to the background in `weights`; 0 on background. */
  readonly squared: ArrayLike<number>;
  /** Smoothed distances, rounded; they take the place of `squared`. */
  readonly smoothed?: ArrayLike<number>;
  /** Squared radius, in `weights`, of the ball in which a maximum must be the highest. */
  readonly peakRadius?: number;
  /** Squared distance between voxels that are i, j, k apart: wx i² + wy j² + wz k². */
  readonly weights: Vec3;
  /** Squared distance that a length of the smallest spacing has. */
  readonly perVoxel: number;
  readonly minContrast: number;
  /** In 1/256 of the lower maximum's height. */
  readonly minDistance: number;
  /** The order of voxels that decides ties; raster order if left out. */
  readonly order?: (voxel: number) => number;
}

/**
 * Labels, and how many there are, by the definition of `separate`, one voxel after the other; and
 * how often the order of voxels decided: among equal highest neighbours, saddles or maxima.
 */
export function separateTwin(input: SeparateInput): {
  labels: Uint32Array;
  count: number;
  basins: number;
  ties: number;
} {
  const { size, order = (i: number): number => i } = input;
  let ties = 0;
  const squared = input.smoothed ?? input.squared;
  const [nx, ny, nz] = size;
  const n = nx * ny * nz;

  // Every voxel points to its highest neighbour, of equals to the first in the order.
  const neighbours = function* (i: number): Generator<number> {
    const x = i % nx;
    const y = Math.floor(i / nx) % ny;
    const z = Math.floor(i / nx / ny);
    for (let w = Math.max(0, z - 1); w <= Math.min(nz - 1, z + 1); w += 1)
      for (let v = Math.max(0, y - 1); v <= Math.min(ny - 1, y + 1); v += 1)
        for (let u = Math.max(0, x - 1); u <= Math.min(nx - 1, x + 1); u += 1)
          yield (w * ny + v) * nx + u;
  };
  const peak = new Int32Array(n).fill(-1);
  const peakOf = (start: number): number => {
    const path: number[] = [];
    let i = start;
    while (peak[i] === -1) {
      path.push(i);
      let best = i;
      let equals = 0;
      for (const j of neighbours(i)) {
        equals = squared[j]! > squared[best]! ? 0 : equals;
        if (j !== best && squared[j] === squared[best]) equals = 1;
        if (squared[j]! > squared[best]!) best = j;
        else if (squared[j] === squared[best] && order(j) < order(best)) best = j;
      }
      ties += equals;
      if (best === i) peak[i] = i;
      else i = best;
    }
    for (const j of path) peak[j] = peak[i]!;
    return peak[i]!;
  };
  for (let i = 0; i < n; i += 1) if (squared[i]! > 0) peakOf(i);

  // The saddle of two basins is the highest of the lower ends of their contacts.
  const saddles = new Map<string, { a: number; b: number; height: number }>();
  for (let i = 0; i < n; i += 1) {
    if (peak[i] === -1) continue;
    for (const j of neighbours(i)) {
      if (j <= i || peak[j] === -1 || peak[i] === peak[j]) continue;
      const [a, b] =
        order(peak[i]!) < order(peak[j]!) ? [peak[i]!, peak[j]!] : [peak[j]!, peak[i]!];
      const height = Math.min(squared[i]!, squared[j]!);
      const known = saddles.get(`${String(a)} ${String(b)}`);
      if (known === undefined) saddles.set(`${String(a)} ${String(b)}`, { a, b, height });
      else known.height = Math.max(known.height, height);
    }
  }

  // Highest saddles first; of equals the one whose maxima come first.
  const ordered = [...saddles.values()].sort(
    (p, q) => q.height - p.height || order(p.a) - order(q.a) || order(p.b) - order(q.b),
  );
  ties += ordered.filter(({ height }, i) => height === ordered[i + 1]?.height).length;
  const parent = new Map<number, number>();
  const top = (i: number): number => {
    const up = parent.get(i);
    return up === undefined ? i : top(up);
  };
  const fixed = (d: number): number =>
    input.smoothed === undefined ? Math.floor(Math.sqrt((d * 65536) / input.perVoxel)) : d;
  for (const { a, b, height } of ordered) {
    const p = top(a);
    const q = top(b);
    if (p === q) continue;
    if (squared[p] === squared[q]) ties += 1;
    const pWins = squared[p]! > squared[q]! || (squared[p] === squared[q] && order(p) < order(q));
    const [high, low] = pWins ? [p, q] : [q, p];
    const shallow = fixed(squared[low]!) - fixed(height) < Math.max(1, input.minContrast);
    if (shallow || near(input, high, low) || !isPeak(input, low)) parent.set(low, high);
  }

  const labels = new Uint32Array(n);
  const numbers = new Map<number, number>();
  for (let i = 0; i < n; i += 1) {
    if (peak[i] === -1) continue;
    const root = top(peak[i]!);
    if (!numbers.has(root)) numbers.set(root, numbers.size + 1);
    labels[i] = numbers.get(root)!;
  }
  return { labels, count: numbers.size, basins: new Set(peak).size - 1, ties };
}

/**
 * Whether nothing in the ball around a voxel is higher; background is as high as two voxels are
 * far.
 */
function isPeak(
  { size, squared, smoothed, weights, perVoxel, peakRadius }: SeparateInput,
  i: number,
): boolean {
  if (peakRadius === undefined) return true;
  const heights = smoothed ?? squared;
  const wall = smoothed === undefined ? Math.floor(4 * perVoxel) : 512;
  const [nx, ny] = size;
  for (let j = 0; j < heights.length; j += 1) {
    const dx = (i % nx) - (j % nx);
    const dy = (Math.floor(i / nx) % ny) - (Math.floor(j / nx) % ny);
    const dz = Math.floor(i / nx / ny) - Math.floor(j / nx / ny);
    const apart = weights[0] * dx * dx + weights[1] * dy * dy + weights[2] * dz * dz;
    if (apart <= peakRadius && (heights[j] === 0 ? wall : heights[j]!) > heights[i]!) return false;
  }
  return true;
}

function near(
  { size, squared, smoothed, perVoxel, weights, minDistance }: SeparateInput,
  i: number,
  j: number,
): boolean {
  const [nx, ny] = size;
  const dx = (i % nx) - (j % nx);
  const dy = (Math.floor(i / nx) % ny) - (Math.floor(j / nx) % ny);
  const dz = Math.floor(i / nx / ny) - Math.floor(j / nx / ny);
  const apart = weights[0] * dx * dx + weights[1] * dy * dy + weights[2] * dz * dz;
  const own = smoothed === undefined ? squared[j]! : (smoothed[j]! ** 2 * perVoxel) / 65536;
  return apart * 65536 < minDistance * minDistance * own;
}
