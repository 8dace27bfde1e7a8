import type { Vec3 } from '../recipe/geometry.js';
import { gaussianWeights } from '../synthetic/blur.js';
import { depths } from '../synthetic/depths.js';
import { BLOCK, blocksAlong, type EdgeFaces } from './edge_faces.js';
import type { MaskArray } from './curves.js';

/** Sums over a block, from which blur, levels and noise follow. */
export interface BlockSums {
  /** Over the samples across faces, weighed by their distance: 1, level, level². */
  readonly edge: [weight: number, level: number, square: number];
  /** Number of faces. */
  faces: number;
  /** Of each phase's flat voxels: number, level, squared difference from the block's mean. */
  readonly flat: readonly [FlatSums, FlatSums];
}

interface FlatSums {
  count: number;
  level: number;
  /** Less one for each block: degrees of freedom. */
  free: number;
  squares: number;
  /** Products of differences of neighbours along x, y, z, both flat, and their numbers. */
  readonly products: [number, number, number];
  readonly pairs: [number, number, number];
}

/** What was found, without intervals. */
export interface FoundImaging {
  readonly levels: readonly [unset: number, set: number];
  readonly deviations: readonly [unset: number, set: number];
  /** Standard deviation of the point spread, in the spacing's unit. */
  readonly blur: number;
  /** Correlation of the noise of neighbours, the mean over the axes. */
  readonly correlation: number;
}

/** Sums of nothing. */
export function noSums(): BlockSums {
  const flat = (): FlatSums => ({
    count: 0,
    level: 0,
    free: 0,
    squares: 0,
    products: [0, 0, 0],
    pairs: [0, 0, 0],
  });
  return { edge: [0, 0, 0], faces: 0, flat: [flat(), flat()] };
}

/** Adds the sums of a block. */
export function addSums(to: BlockSums, from: BlockSums): void {
  for (const i of [0, 1, 2] as const) to.edge[i] += from.edge[i];
  to.faces += from.faces;
  for (const phase of [0, 1] as const) {
    const [all, more] = [to.flat[phase], from.flat[phase]];
    all.count += more.count;
    all.level += more.level;
    all.free += more.free;
    all.squares += more.squares;
    for (const i of [0, 1, 2] as const) {
      all.products[i] += more.products[i];
      all.pairs[i] += more.pairs[i];
    }
  }
}

/** The voxels of each phase that are further than `margin` from the other: 1 unset, 2 set. */
export function flatVoxels({ data, size, spacing }: MaskArray, margin: number): Uint8Array {
  const flat = new Uint8Array(data.length);
  for (const phase of [0, 1] as const) {
    const squared = depths(data, size, spacing, phase);
    for (let i = 0; i < flat.length; i += 1) if (squared[i]! > margin * margin) flat[i] = phase + 1;
  }
  return flat;
}

/** Adds what a scan shows across faces to the blocks' sums. */
export function addEdges(
  blocks: readonly BlockSums[],
  scan: ArrayLike<number>,
  size: Vec3,
  { before, axis, step, block, reach }: EdgeFaces,
): void {
  const strides = [1, size[0], size[0] * size[1]] as const;
  for (let f = 0; f < before.length; f += 1) {
    const along = axis[f] as 0 | 1 | 2;
    const sums = blocks[block[f]!]!;
    const [stride, weight] = [strides[along], step[f]!];
    for (let k = 1 - reach[along]; k <= reach[along]; k += 1) {
      const level = scan[before[f]! + k * stride]!;
      sums.edge[0] += weight;
      sums.edge[1] += weight * level;
      sums.edge[2] += weight * level * level;
    }
    sums.faces += 1;
  }
}

/** Fewer flat voxels of a phase than these in a block tell nothing of its noise. */
const LEAST_FLAT = 8;

/** Adds what a scan shows in flat parts to the blocks' sums. */
export function addFlats(
  blocks: readonly BlockSums[],
  scan: ArrayLike<number>,
  size: Vec3,
  flat: Uint8Array,
): void {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const along = blocksAlong(size);
  blocks.forEach((sums, index) => {
    const first = [
      index % along[0],
      Math.floor(index / along[0]) % along[1],
      Math.floor(index / (along[0] * along[1])),
    ].map((n) => n * BLOCK) as [number, number, number];
    const end = first.map((n, i) => Math.min(size[i]!, n + BLOCK)) as [number, number, number];
    for (const phase of [0, 1] as const) {
      const inside: number[] = [];
      let level = 0;
      for (let z = first[2]; z < end[2]; z += 1)
        for (let y = first[1]; y < end[1]; y += 1)
          for (let x = first[0]; x < end[0]; x += 1) {
            const at = x + strides[1] * y + strides[2] * z;
            if (flat[at] !== phase + 1) continue;
            inside.push(at);
            level += scan[at]!;
          }
      if (inside.length < LEAST_FLAT) continue;
      const of = sums.flat[phase];
      const mean = level / inside.length;
      of.count += inside.length;
      of.level += level;
      of.free += inside.length - 1;
      for (const at of inside) {
        const off = scan[at]! - mean;
        of.squares += off * off;
        const place = [
          at % size[0],
          Math.floor(at / size[0]) % size[1],
          Math.floor(at / strides[2]),
        ];
        for (const axis of [0, 1, 2] as const) {
          if (place[axis]! + 1 >= end[axis]) continue;
          if (flat[at + strides[axis]] !== phase + 1) continue;
          of.products[axis] += off * (scan[at + strides[axis]]! - mean);
          of.pairs[axis] += 1;
        }
      }
    }
  });
}

/**
 * Blur, levels and noise of sums. Across a straight edge that a Gaussian has blurred, u is an error
 * function from 0 to 1, and ∫ u (1 − u) is its standard deviation over √π, wherever the edge lies;
 * noise takes its variance from u (1 − u), which is given back.
 */
export function imagingOfSums({ edge, faces, flat }: BlockSums): FoundImaging {
  const [unset, set] = flat.map(({ count, level }) => level / count) as [number, number];
  const variances = flat.map(({ squares, free }) => squares / free) as [number, number];
  const contrast = set - unset;
  const [weight, level, square] = edge;
  const product = -square + (unset + set) * level - weight * unset * set;
  const part = (level - weight * unset) / contrast;
  const noise = weight * variances[0] + part * (variances[1] - variances[0]);
  const width = (product + noise) / (contrast * contrast * faces);
  let [products, scale] = [0, 0];
  for (const phase of [0, 1] as const)
    for (const axis of [0, 1, 2] as const) {
      // The mean that is taken off is the block's own: neighbours seem opposed by a little.
      const { pairs, count, free } = flat[phase];
      const own = count > 0 ? (count - free) / count : 0;
      products += flat[phase].products[axis] / variances[phase] + pairs[axis] * own;
      scale += pairs[axis];
    }
  return {
    levels: [unset, set],
    deviations: [Math.sqrt(variances[0]), Math.sqrt(variances[1])],
    blur: Math.sqrt(Math.PI) * Math.max(0, width),
    correlation: scale > 0 ? products / scale : 0,
  };
}

/**
 * The standard deviation of the Gaussian that gives white noise a correlation of neighbours, the
 * mean over the axes; 0 where there is none.
 */
export function grainOf(correlation: number, spacing: Vec3): number {
  const shown = (grain: number): number =>
    spacing.reduce((sum, step) => sum + neighbourCorrelation(grain / step) / 3, 0);
  const largest = 4 * Math.max(...spacing);
  let [low, high] = [0, largest];
  if (correlation <= 0.01) return 0;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (shown(middle) < correlation) low = middle;
    else high = middle;
  }
  return low;
}

/** The correlation of neighbours in white noise that a Gaussian of σ voxels has smoothed. */
function neighbourCorrelation(sigma: number): number {
  const half = gaussianWeights(sigma);
  const weights = [...half.slice(1).reverse(), ...half];
  let [own, next] = [0, 0];
  weights.forEach((weight, i) => {
    own += weight * weight;
    next += weight * (weights[i + 1] ?? 0);
  });
  return next / own;
}
