import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gpu, Run } from '../../src/gpu/index.js';
import { allocGrid, type GpuGrid } from '../../src/implement/index.js';
import { NOWHERE, registrationSamples } from '../../src/kernels/registration/index.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import type { GridMeta } from '../../src/recipe/meta.js';
import { apply, Transform } from '../../src/recipe/transform.js';
import { JointSampler } from '../../src/registration/joint_counts.gpu.js';
import type { Sampling } from '../../src/registration/sampling.js';
import { Random } from '../../src/synthetic/random.js';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

interface Levels {
  readonly size: Vec3;
  readonly data: Float32Array<ArrayBuffer>;
}

/** Levels at random, some of them beyond the ends and some no numbers. */
function levels(seed: number, size: Vec3): Levels {
  const random = new Random(seed);
  const odd = [NaN, -Infinity, Infinity, -3, 5000, 0, 4095];
  const data = Float32Array.from({ length: volumeOf(size) }, () =>
    random.uniform() < 0.1 ? odd[random.uint32() % odd.length]! : 4095 * random.uniform(),
  );
  return { size, data };
}

/** A volume on the GPU. */
function uploaded(run: Run, { size, data }: Levels): GpuGrid {
  const meta = { kind: 'volume', size, storage: 'f32', spacing: [1, 1, 1], origin: [0, 0, 0] };
  const grid = allocGrid(run, meta as unknown as GridMeta, { origin: [0, 0, 0], size });
  run.upload(grid.buffer, data);
  return grid;
}

/**
 * The level at a place in 256ths of a voxel, in 256ths of a level: whole levels of the eight voxels
 * about it, weighed along x, y, z, rounded after y and after z; undefined where one that weighs is
 * no number.
 */
function levelAt({ size, data }: Levels, at: Vec3): number | undefined {
  const part = at.map((q) => q % 256);
  const round = (value: number): number => Math.floor(value / 256 + 0.5);
  const along = (axis: number, p: readonly number[]): number | undefined => {
    if (axis < 0) {
      const value = data[(p[2]! * size[1] + p[1]!) * size[0] + p[0]!]!;
      return Number.isNaN(value) ? undefined : Math.floor(Math.min(4095, Math.max(0, value + 0.5)));
    }
    const low = along(axis - 1, p);
    const t = part[axis]!;
    const exact = axis === 0 ? 256 : 1;
    if (t === 0 || low === undefined) return low === undefined ? undefined : low * exact;
    const high = along(
      axis - 1,
      p.map((i, k) => (k === axis ? i + 1 : i)),
    );
    if (high === undefined) return undefined;
    const sum = low * (256 - t) + high * t;
    return axis === 0 ? sum : round(sum);
  };
  return along(
    2,
    at.map((q) => Math.floor(q / 256)),
  );
}

interface Sample {
  /** In parts of a voxel. */
  readonly at: Vec3;
  /** In 16 bits; undefined where it does not count. */
  readonly level: number | undefined;
}

/** Samples by their definition, block by block. */
function samplesOf(of: Levels, sampling: Sampling): Sample[] {
  const { blocks, perBlock, bits, offset } = sampling;
  const salt = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];
  // The root of x⁴ = x + 1.
  let root = 1.2;
  for (let i = 0; i < 60; i += 1) root = (1 + root) ** (1 / 4);
  const found: Sample[] = [];
  for (let block = 0; block < volumeOf(blocks); block += 1) {
    const [nx, ny] = blocks;
    const b = [block % nx, Math.floor(block / nx) % ny, Math.floor(block / (nx * ny))];
    for (let i = 0; i < perBlock; i += 1) {
      const at = [0, 1, 2].map((axis) => {
        const step = BigInt(Math.round(2 ** 32 * root ** -(axis + 1)));
        const turn = BigInt.asUintN(
          32,
          BigInt(offset[axis]!) + BigInt(block) * BigInt(salt[axis]!) + BigInt(i + 1) * step,
        );
        const span = (of.size[axis]! - 1) * 2 ** bits;
        const [low, high] = [0, 1].map((k) => Math.floor((span * (b[axis]! + k)) / blocks[axis]!));
        const length = high! - low!;
        return low! + Number(((turn >> 16n) * BigInt(length)) >> 16n);
      }) as unknown as Vec3;
      const scale = 2 ** (8 - bits);
      const level = levelAt(of, at.map((q) => q * scale) as unknown as Vec3);
      found.push({ at, level: level === undefined ? undefined : Math.floor(level / 16 + 0.5) });
    }
  }
  return found;
}

/** Six cubic B-splines at k / 256 from their middle, in parts of 2⁻²⁴. */
function spline(k: number): number {
  const d = Math.abs(k);
  if (d >= 512) return 0;
  return d >= 256 ? (512 - d) ** 3 : 4 * 2 ** 24 - 6 * 256 * d * d + 3 * d ** 3;
}

/** Counts of levels under a transform, by blocks. */
function countsOf(
  samples: readonly Sample[],
  moving: Levels,
  transform: Transform,
  { bins, bits, perBlock, blocks }: Sampling,
): Uint32Array[] {
  const tables = Array.from({ length: volumeOf(blocks) }, () => new Uint32Array(bins * bins));
  samples.forEach(({ at, level }, i) => {
    if (level === undefined) return;
    const place = apply(transform, at.map((q) => q / 2 ** bits) as unknown as Vec3);
    // To a millionth of a voxel, and then to a 256th.
    const there = place.map((p) => Math.floor(256 * (p + 2 ** -21) + 0.5)) as unknown as Vec3;
    if (there.some((q, axis) => q < 0 || q > 256 * (moving.size[axis]! - 1))) return;
    const seen = levelAt(moving, there);
    if (seen === undefined) return;
    const row = Math.floor((level * bins) / 65536);
    const bin = 256 + Math.floor((seen * (bins - 3)) / 4096);
    const first = Math.floor(bin / 256) - 1;
    const weights = [0, 1, 2, 3].map((k) =>
      Math.floor(spline(256 * (first + k) - bin) / (6 * 2 ** 14) + 0.5),
    );
    // All that a sample weighs: what rounding leaves goes to the third.
    weights[2] = 1024 - weights[0]! - weights[1]! - weights[3]!;
    const table = tables[Math.floor(i / perBlock)]!;
    weights.forEach((weight, k) => {
      if (weight > 0) table[row * bins + first + k]! += weight;
    });
  });
  return tables;
}

const CASES: readonly {
  readonly fixed: Vec3;
  readonly moving: Vec3;
  readonly sampling: Sampling;
}[] = [
  {
    fixed: [9, 7, 6],
    moving: [8, 9, 5],
    sampling: { blocks: [2, 1, 2], perBlock: 128, bits: 8, bins: 32, offset: [1, 2 ** 31, 77] },
  },
  {
    fixed: [12, 5, 1],
    moving: [11, 6, 3],
    sampling: { blocks: [3, 2, 1], perBlock: 64, bits: 5, bins: 8, offset: [0, 9, 4294967295] },
  },
];

describe('kernels of registrations', () => {
  test.each(CASES)('count as their definition says: %o', async ({ fixed, moving, sampling }) => {
    const [a, b] = [levels(1, fixed), levels(2, moving)];
    const samples = samplesOf(a, sampling);
    // Entries are exact in 2⁻¹⁶, as places of the kernel are.
    const transforms = [
      new Transform([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]),
      new Transform([1, 0.125, 0, -1.3125, -0.0625, 0.75, 0.25, 0.5, 0, 0.25, 0.5, 0.40625]),
      new Transform([1, 0, 0, 100, 0, 1, 0, 0, 0, 0, 1, 0]),
    ];
    const run = new Run(gpu);
    try {
      const [src, other] = [uploaded(run, a), uploaded(run, b)];
      const sampler = await JointSampler.open(
        run,
        { fixed: src, moving: other, within: undefined },
        sampling,
      );
      expect(sampler.weight).toBe(1024 * samples.filter(({ level }) => level !== undefined).length);
      const byBlock = await sampler.count(transforms, true);
      const whole = await sampler.count(transforms, false);
      transforms.forEach((transform, t) => {
        const tables = countsOf(samples, b, transform, sampling);
        tables.forEach((table, block) => {
          expect(byBlock.of(t, block), `transform ${String(t)}`).toEqual(table);
        });
        const sums = tables[0]!.map((_, i) => tables.reduce((sum, table) => sum + table[i]!, 0));
        expect(whole.of(t)).toEqual(sums);
        expect(sums.some((n) => n > 0)).toBe(t < 2);
      });
    } finally {
      await run.end();
    }
  });

  test('take samples of a mask alone', async () => {
    const { fixed, sampling } = CASES[0]!;
    const a = levels(3, fixed);
    const plain = samplesOf(a, sampling);
    const run = new Run(gpu);
    try {
      const src = uploaded(run, a);
      const meta = { kind: 'mask', size: fixed, storage: 'bit' } as unknown as GridMeta;
      const within = allocGrid(run, meta, { origin: [0, 0, 0], size: fixed });
      // Every third voxel of each row: one word per row.
      const bits = 0b1001001001;
      run.upload(within.buffer, new Uint32Array(within.buffer.bytes / 4).fill(bits));
      const samples = run.alloc(8 * plain.length, 'samples');
      run.dispatch(registrationSamples, {
        grids: { src, within },
        buffers: { samples },
        params: { blocks: sampling.blocks, per_block: sampling.perBlock, offset: sampling.offset },
        constants: { BITS: sampling.bits, WITHIN: 1 },
        size: { invocations: plain.length },
        traffic: { read: 0, write: 8 * plain.length },
      });
      const words = new Uint32Array(await run.read(samples, 0, 8 * plain.length));
      plain.forEach(({ at, level }, i) => {
        const x = Math.floor(at[0] / 2 ** sampling.bits + 0.5);
        const isIn = ((bits >> x) & 1) === 1;
        const [first, second] = [words[2 * i]!, words[2 * i + 1]!];
        expect([first & 0xffff, first >>> 16, second & 0xffff]).toEqual([...at]);
        expect(second >>> 16).toBe(isIn && level !== undefined ? level : NOWHERE);
      });
    } finally {
      await run.end();
    }
  });
});
