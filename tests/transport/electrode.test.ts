import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Axis, Vec3 } from '../../src/recipe/geometry.js';
import type { Mask } from '../../src/index.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { electrodeTwin } from '../reference/electrode.js';
import { drawn, scattered } from '../reference/structures.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function poresOf(
  bits: Uint8Array<ArrayBuffer>,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
): Promise<Mask> {
  const scan = await new Lab(engine.engine).open({ data: bits, size }, { spacing, unit: 'µm' });
  return scan.threshold({ lo: 1 });
}

/** Pores of a fraction, drawn voxel by voxel. */
const poresAt = ([nx, ny, nz]: Vec3, fraction: number, seed: number): Uint8Array<ArrayBuffer> =>
  scattered(nx * ny * nz, 100, seed).map((value) => (value < 100 * fraction ? 1 : 0));

const EXACT = { tolerance: 1e-4 } as const;

test('a straight pore of L voxels has 1 + 1 / (2 L²), from either end', async () => {
  for (const length of [4, 9, 32]) {
    const size: Vec3 = [7, 6, length];
    const pores = await poresOf(
      drawn(size, (x) => x % 2 > 0),
      size,
    );
    for (const separator of ['lower', 'upper'] as const) {
      const found = await pores.electrodeTortuosity({ axis: 'z', separator, ...EXACT });
      expect(found.tortuosityFactor).toBeCloseTo(1 + 1 / (2 * length ** 2), 3);
      expect(found.relative).toBeCloseTo(3 / 7 / found.tortuosityFactor, 6);
      expect([found.fraction, found.reachedFraction]).toEqual([3 / 7, 3 / 7]);
    }
  }
});

test('a pore that ends blind takes part, which through-transport leaves out', async () => {
  // Half as deep at half the fraction: a quarter, but for its bottom.
  const size: Vec3 = [7, 6, 32];
  const bits = drawn(size, (x, _, z) => x % 2 > 0 && z < 16);
  const blind = await poresOf(bits, size);
  const { tortuosityFactor } = await blind.electrodeTortuosity({ axis: 'z', ...EXACT });
  // Its bottom takes current too, at the greatest potential.
  const { tortuosityFactor: wanted } = electrodeTwin(bits, size, [1, 1, 1], 'z');
  expect(tortuosityFactor / wanted).toBeCloseTo(1, 3);
  expect(tortuosityFactor).toBeGreaterThan(0.25);
  expect(tortuosityFactor).toBeLessThan(0.32);
  expect((await blind.tortuosity({ axis: 'z' })).tortuosityFactor).toBe(Infinity);
  const { tortuosityFactor: none, reachedFraction } = await blind.electrodeTortuosity({
    axis: 'z',
    separator: 'upper',
  });
  expect([none, reachedFraction]).toEqual([Infinity, 0]);
});

test.each<[Vec3, Vec3, Axis, number]>([
  [[11, 8, 7], [1, 1, 1], 'x', 1],
  [[8, 11, 7], [0.5, 0.25, 2], 'y', 2],
  [[7, 6, 13], [2, 1, 0.5], 'z', 3],
])('noise of %j at %j along %s is what plain loops give', async (size, spacing, axis, seed) => {
  const bits = poresAt(size, 0.65, seed);
  const wanted = electrodeTwin(bits, size, spacing, axis);
  const pores = await poresOf(bits, size, spacing);
  const found = await pores.electrodeTortuosity({ axis, ...EXACT });
  expect(found.reachedFraction * bits.length).toBeCloseTo(wanted.reached, 6);
  // The energy estimates the error.
  expect(found.tortuosityFactor / wanted.tortuosityFactor).toBeGreaterThan(1 - 2e-4);
  expect(found.tortuosityFactor / wanted.tortuosityFactor).toBeLessThan(1 + 1e-5);
});

test('periodic sides: what is shifted around them is the same', async () => {
  const size: Vec3 = [8, 8, 12];
  const bits = poresAt(size, 0.6, 5);
  const shifted = bits.map((_, i) => {
    const [x, y, z] = [i % 8, Math.floor(i / 8) % 8, Math.floor(i / 64)];
    return bits[(z * 8 + ((y + 3) % 8)) * 8 + ((x + 5) % 8)]!;
  });
  const factors = [];
  for (const data of [bits, shifted]) {
    const pores = await poresOf(data, size);
    const periodic = { axis: 'z', sides: 'periodic', ...EXACT } as const;
    factors.push((await pores.electrodeTortuosity(periodic)).tortuosityFactor);
  }
  expect(factors[1]! / factors[0]!).toBeCloseTo(1, 3);
  const closed = await (await poresOf(bits, size)).electrodeTortuosity({ axis: 'z', ...EXACT });
  expect(Math.abs(closed.tortuosityFactor / factors[0]! - 1)).toBeGreaterThan(0.01);
});

test('pores without an interface, and too few iterations, are errors', async () => {
  const size: Vec3 = [6, 6, 6];
  const open = await poresOf(
    drawn(size, () => true),
    size,
  );
  await expect(open.electrodeTortuosity({ axis: 'z' })).rejects.toMatchObject({
    code: 'empty-phase',
  });
  const noise: Vec3 = [16, 16, 16];
  const pores = await poresOf(poresAt(noise, 0.5, 3), noise);
  await expect(
    pores.electrodeTortuosity({ axis: 'z', maxIterations: 1, ...EXACT }),
  ).rejects.toMatchObject({ code: 'limit' });
});
