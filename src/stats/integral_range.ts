import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { FractionValue } from './fraction.js';

/** Sums over blocks of one size: c voxels of the mask among n candidates each. */
export interface BlockSums {
  readonly blocks: number;
  readonly c: number;
  readonly n: number;
  readonly cc: number;
  readonly cn: number;
  readonly nn: number;
}

/** Counts per cell of a lattice that starts at the volume's first voxel. */
export interface BlockLattice {
  /** Voxels of a cell along each axis. */
  readonly cell: number;
  readonly size: Vec3;
  readonly c: ArrayLike<number>;
  readonly n: ArrayLike<number>;
}

const LEAST_BLOCKS = 30;
/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;
const ESTIMATOR =
  'Var = φ(1 − φ)·A/V, integral range A the largest over block sizes, on the logit scale; it covers sampling, not segmentation';

/** Effective blocks, and A times φ(1 − φ), of one block size. */
function spread({ c, n, cc, cn, nn }: BlockSums): { blocks: number; variance: number } {
  if (n === 0) return { blocks: 0, variance: 0 };
  const phi = c / n;
  const blocks = (n * n) / nn;
  const squares = cc - 2 * phi * cn + phi * phi * nn;
  return { blocks, variance: ((blocks / (blocks - 1)) * squares) / n };
}

/** Running sums of a lattice over all three axes, so that any box of blocks costs eight look-ups. */
function integrate(values: ArrayLike<number>, size: Vec3): Float64Array {
  const [nx, ny, nz] = size;
  const row = nx + 1;
  const slice = row * (ny + 1);
  const sums = new Float64Array(slice * (nz + 1));
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      let along = 0;
      for (let x = 0; x < nx; x += 1) {
        along += values[(z * ny + y) * nx + x] ?? 0;
        const at = (z + 1) * slice + (y + 1) * row + x + 1;
        sums[at] = along + sums[at - slice]! + sums[at - row]! - sums[at - slice - row]!;
      }
    }
  return sums;
}

/** Sums over the whole blocks of `b` voxels, a multiple of the cell; a flat axis has one block. */
function coarsen(
  sums: { readonly c: Float64Array; readonly n: Float64Array },
  { size: lattice, cell }: BlockLattice,
  volumeSize: Vec3,
  b: number,
): BlockSums {
  const step = map3((i) => (volumeSize[i] === 1 ? 1 : b / cell));
  const counts = map3((i) => (volumeSize[i] === 1 ? 1 : Math.floor(volumeSize[i] / b)));
  const row = lattice[0] + 1;
  const slice = row * (lattice[1] + 1);
  const total = { blocks: volumeOf(counts), c: 0, n: 0, cc: 0, cn: 0, nn: 0 };
  const box = (s: Float64Array, at: number): number => {
    const [dx, dy, dz] = [step[0], step[1] * row, step[2] * slice];
    const face = (a: number): number => s[a + dx + dy]! - s[a + dx]! - s[a + dy]! + s[a]!;
    return face(at + dz) - face(at);
  };
  for (let z = 0; z < counts[2]; z += 1)
    for (let y = 0; y < counts[1]; y += 1)
      for (let x = 0; x < counts[0]; x += 1) {
        const at = z * step[2] * slice + y * step[1] * row + x * step[0];
        const c = box(sums.c, at);
        const n = box(sums.n, at);
        total.c += c;
        total.n += n;
        total.cc += c * c;
        total.cn += c * n;
        total.nn += n * n;
      }
  return total;
}

/** Sums over blocks of the lattice's cells and of their multiples, above 1 voxel, as long as 30 blocks fit. */
export function* multiplesOfCell(
  lattice: BlockLattice,
  volumeSize: Vec3,
): Generator<readonly [size: number, sums: BlockSums]> {
  const { cell, size } = lattice;
  const sums = { c: integrate(lattice.c, size), n: integrate(lattice.n, size) };
  for (let b = Math.max(2, cell); ; b += cell) {
    const counts = map3((i) => (volumeSize[i] === 1 ? 1 : Math.floor(volumeSize[i] / b)));
    if (volumeOf(counts) < LEAST_BLOCKS) return;
    yield [b, coarsen(sums, lattice, volumeSize, b)];
  }
}

/** Puts fraction and interval together from the counts of all block sizes, in increasing order. */
export function fractionOf(
  voxels: number,
  total: number,
  sizes: Iterable<readonly [size: number, sums: BlockSums]>,
): FractionValue {
  const phi = voxels / total;
  const base = { value: phi, confidence: 0.95, voxels, total, estimator: ESTIMATOR } as const;
  const none = (
    reason: string,
    known: Pick<FractionValue, 'integralRange' | 'effectiveSamples' | 'blocks'> = {
      integralRange: null,
      effectiveSamples: null,
      blocks: [],
    },
  ): FractionValue => ({ ...base, ...known, interval: null, reason });

  if (total === 0) return none('there are no voxels to take a fraction of');
  if (voxels === 0 || voxels === total)
    return none(`the fraction is ${String(phi)}: nothing varies, so no interval can be estimated`);
  const scale = phi * (1 - phi);
  const blocks: { size: number; count: number; integralRange: number }[] = [
    { size: 1, count: total, integralRange: 1 },
  ];
  for (const [size, sums] of sizes) {
    const { blocks: count, variance } = spread(sums);
    if (count >= LEAST_BLOCKS) blocks.push({ size, count, integralRange: variance / scale });
  }
  if (blocks.length === 1)
    return none(
      `fewer than ${String(LEAST_BLOCKS)} blocks of two voxels' width fit, too few to see how far voxels depend on each other`,
    );
  const integralRange = Math.max(...blocks.map((block) => block.integralRange));
  const effectiveSamples = total / integralRange;
  const known = { integralRange, effectiveSamples, blocks };
  if (effectiveSamples < LEAST_BLOCKS)
    return none(
      `the volume is worth only ${effectiveSamples.toFixed(1)} independent samples, fewer than ${String(LEAST_BLOCKS)}: image a larger one`,
      known,
    );
  const logit = Math.log(phi / (1 - phi));
  const half = Z / Math.sqrt(effectiveSamples * scale);
  const inverse = (t: number): number => 1 / (1 + Math.exp(-t));
  return {
    ...base,
    ...known,
    interval: [inverse(logit - half), inverse(logit + half)],
    reason: null,
  };
}
