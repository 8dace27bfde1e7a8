import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crop } from '../../src/filters/crop.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { median } from '../../src/filters/median.js';
import type { Axis } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { Random } from '../../src/synthetic/index.js';
import { transportNode, type TransportValue } from '../../src/transport/tortuosity.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { absent, readVolume } from '../segmentation/real_volumes.js';

/**
 * Milliseconds: a solve of 128³ takes some seconds on two idle cores, and far more on busy ones.
 */
const PATIENCE = 300_000;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

interface Reference {
  readonly tau_fd_scipy_cg: Readonly<
    Record<string, { tau: number; D_eff: number; eps: number; eps_through: number }>
  >;
}

function references(volume: string): Readonly<Record<string, Reference>> {
  const text = readFileSync(`../shared/data/volumes/${volume}/REFERENCE_computed.json`, 'utf8');
  return JSON.parse(text) as Record<string, Reference>;
}

async function through(mask: Node, axis: Axis): Promise<TransportValue> {
  const value = (await engine.value(transportNode(mask, { axis }))) as TransportValue;
  return value;
}

describe.skipIf(absent)('tortuosity of real volumes, against conjugate gradients in SciPy', () => {
  test(
    'pores of sandpack along z: 2.2313',
    async () => {
      const { values, size } = await readVolume('sandpack/sand_200x200x100_uint8.raw');
      const volume = makeNode(median, { volume: await engine.source(values, size) }, { size: 3 });
      const reference = references('sandpack')['sand median3 <= otsu(79) pore']!.tau_fd_scipy_cg;
      const value = await through(makeNode(threshold, { volume }, { hi: 79 }), 'z');
      expect(value.tortuosityFactor! / reference['axis0']!.tau).toBeCloseTo(1, 4);
      expect(value.percolatingFraction).toBeCloseTo(reference['axis0']!.eps_through, 9);
      expect(value.fraction).toBeCloseTo(reference['axis0']!.eps, 9);
    },
    PATIENCE,
  );

  test.each([
    ['crop[61:189,86:214,86:214] pore=0', 0, 'y', 'axis1'],
    ['crop[61:189,86:214,86:214] NMC=1', 1, 'x', 'axis2'],
  ] as const)(
    'nmc-cathode, %s (value %d) along %s',
    async (name, value, axis, key) => {
      const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
      const region = { origin: [86, 86, 61], size: [128, 128, 128] };
      const part = makeNode(crop, { grid: await engine.source(values, size) }, { region });
      const mask = makeNode(equals, { grid: part }, { values: value });
      const expected = references('nmc-cathode')[name]!.tau_fd_scipy_cg[key]!;
      const found = await through(mask, axis);
      expect(found.tortuosityFactor! / expected.tau).toBeCloseTo(1, 4);
      expect(found.relative / expected.D_eff).toBeCloseTo(1, 4);
    },
    PATIENCE,
  );
});

/**
 * A Gaussian random field of n³ voxels, as blobs of PoreSpy: what lies above the level that a
 * fraction does.
 */
async function blobs(n: number, sigma: number, fraction: number, seed: number): Promise<Node> {
  const random = new Random(seed);
  const noise = Float32Array.from({ length: n ** 3 }, () => random.normal());
  const volume = makeNode(gaussian, { volume: await engine.source(noise, [n, n, n]) }, { sigma });
  const sorted = Float32Array.from(await engine.grid(volume)).sort();
  return makeNode(threshold, { volume }, { lo: sorted[Math.floor((1 - fraction) * n ** 3)]! });
}

/** Iterations along z, and declared bytes per voxel of the whole solve. */
async function effort(
  mask: Node,
  n: number,
  tolerance = 1e-3,
): Promise<{ iterations: number; bytes: number }> {
  engine.costs();
  const node = transportNode(mask, { axis: 'z', tolerance });
  const { iterations, fluxSpread } = (await engine.value(node)) as TransportValue;
  expect(fluxSpread).toBeLessThanOrEqual(tolerance);
  const { read, write } = engine.costs().find(({ op }) => op === 'transport')!;
  return { iterations, bytes: (read + write) / n ** 3 };
}

describe('a Gaussian random field, as blobs of PoreSpy', () => {
  test.each([
    [0.5, 12],
    [0.18, 25],
  ])(
    'of a fraction of %d at 64³ takes at most %d iterations',
    async (fraction, most) => {
      const n = 64;
      const { iterations, bytes } = await effort(await blobs(n, n / 40, fraction, 1), n);
      expect(iterations).toBeLessThanOrEqual(most);
      expect(bytes / iterations).toBeLessThan(110);
    },
    PATIENCE,
  );

  test.each([1, 2, 3].flatMap((seed) => [1.6, 2].map((sigma) => [seed, sigma] as const)))(
    'at 64³, seed %d and σ = %d, takes at most 9 and 18 iterations',
    async (seed, sigma) => {
      const half = await effort(await blobs(64, sigma, 0.5, seed), 64);
      expect(half.iterations).toBeLessThanOrEqual(9);
      const few = await effort(await blobs(64, sigma, 0.18, seed), 64);
      expect(few.iterations).toBeLessThanOrEqual(18);
    },
    PATIENCE,
  );

  test(
    'takes at most 25 iterations at 128³ too, of less than 110 bytes per voxel',
    async () => {
      const mask = await blobs(128, 2, 0.18, 1);
      const rough = await effort(mask, 128, 0.1);
      const fine = await effort(mask, 128);
      expect(fine.iterations).toBeLessThanOrEqual(25);
      const each = (fine.bytes - rough.bytes) / (fine.iterations - rough.iterations);
      expect(each).toBeLessThan(110);
      expect(each).toBeGreaterThan(80);
    },
    PATIENCE,
  );
});
