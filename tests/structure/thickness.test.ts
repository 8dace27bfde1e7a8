import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { distance } from '../../src/segmentation/distance.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { localThicknessNode, separationNode } from '../../src/structure/local_thickness.js';
import { intrusionNode } from '../../src/structure/porosimetry.js';
import { sizeCurveNode, type SizeCurveValue } from '../../src/structure/size_curve.js';
import { thicknessNode, type ThicknessValue } from '../../src/structure/thickness.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn, scattered } from '../reference/structures.js';
import { diametersTwin, largestBallsTwin, widestWaysTwin } from '../reference/thickness.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

type Bits = Uint8Array<ArrayBuffer>;

async function maskOf(
  bits: Bits,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
  on = engine,
): Promise<Node> {
  return makeNode(threshold, { volume: await on.source(bits, size, { spacing }) }, { lo: 1 });
}

async function thicknessOf(bits: Bits, size: Vec3, spacing: Vec3 = [1, 1, 1]) {
  const node = thicknessNode(await maskOf(bits, size, spacing));
  return (await engine.value(node)) as ThicknessValue;
}

/** Smooth blobs: where a few seeded waves add up to more than a level. */
function blobs(size: Vec3, seed: number, level: number): Bits {
  const waves = Array.from(scattered(24, 256, seed), (n) => n / 256);
  return drawn(size, (...p) => {
    let sum = 0;
    for (let w = 0; w < 6; w++)
      sum += Math.sin(
        p.reduce((s, n, i) => s + n * (waves[4 * w + i]! - 0.5), 6 * waves[4 * w + 3]!),
      );
    return sum > level;
  });
}

const SPACINGS: readonly Vec3[] = [
  [1, 1, 1],
  [6, 6, 5],
  [1, 2, 1],
  [0.65, 0.65, 1.3],
  [1, 1.37, 0.83],
];

describe('local thickness equals its definition, ball by ball', () => {
  const cases: [string, Vec3, (size: Vec3) => Bits][] = [
    ['noise', [7, 5, 3], (size) => scattered(volumeOf(size), 2, 5)],
    [
      'dense noise',
      [9, 8, 7],
      (size) => scattered(volumeOf(size), 20, 5).map((v) => Math.min(v, 1)),
    ],
    ['a row', [33, 1, 1], (size) => scattered(volumeOf(size), 6, 2).map((v) => Math.min(v, 1))],
    ['a column', [1, 1, 19], (size) => scattered(volumeOf(size), 6, 3).map((v) => Math.min(v, 1))],
    ['an image', [40, 21, 1], (size) => blobs(size, 4, -1)],
    ['blobs', [17, 16, 13], (size) => blobs(size, 9, -0.5)],
    ['thick blobs', [19, 17, 9], (size) => blobs(size, 3, -1.6)],
    ['one voxel', [5, 5, 5], (size) => drawn(size, (x, y, z) => x === 2 && y === 2 && z === 3)],
    ['a board', [6, 6, 6], (size) => drawn(size, (x, y, z) => (x + y + z) % 2 === 0)],
    ['a corner of background', [13, 18, 9], (size) => drawn(size, (x, y, z) => x + y + z > 0)],
  ];
  test.each(cases)('%s', async (_, size, make) => {
    const bits = make(size);
    for (const spacing of SPACINGS)
      for (const border of ['open', 'background'] as const) {
        const node = localThicknessNode(await maskOf(bits, size, spacing), { border });
        const found = Float64Array.from(await engine.grid(node));
        const diameters = diametersTwin(bits, size, spacing, border);
        const expected = largestBallsTwin(diameters, size, spacing);
        // Spacings without a common measure have their squares rounded.
        const tolerance = spacing[1] === 1.37 ? 3e-4 : 1e-6;
        const wrong = expected.findIndex((d, i) => Math.abs(found[i]! - d) > tolerance * d);
        expect([wrong, found[wrong], expected[wrong]], `${border} ${spacing.join()}`).toEqual([
          -1,
          undefined,
          undefined,
        ]);
      }
  });
});

describe('known shapes', () => {
  test('slabs along every axis measure their thickness, odd and even, with anisotropic spacing', async () => {
    const spacing: Vec3 = [0.4, 0.7, 1.1];
    for (const a of [0, 1, 2] as const)
      for (const t of [1, 2, 3, 4, 7]) {
        const size = [14, 14, 14].map((n, i) => (i === a ? t + 4 : n)) as unknown as Vec3;
        const bits = drawn(size, (...p) => p[a] >= 2 && p[a] < t + 2);
        const found = await thicknessOf(bits, size, spacing);
        for (const value of [found.mean!, found.min!, found.max!, found.percentiles!.p50])
          expect(value / (t * spacing[a])).toBeCloseTo(1, 6);
        expect(found.std).toBeCloseTo(0, 6);
        expect(found.voxels).toBe((volumeOf(size) * t) / (t + 4));
      }
  });

  test('channels of square and round section', async () => {
    const spacing: Vec3 = [0.5, 0.5, 2];
    for (const t of [1, 2, 3, 6]) {
      const size: Vec3 = [t + 3, t + 2, 6];
      const bits = drawn(size, (x, y) => x >= 1 && x <= t && y >= 1 && y <= t);
      const { max } = await thicknessOf(bits, size, spacing);
      expect(max! / (0.5 * t)).toBeCloseTo(1, 6);
    }
    for (const r of [6, 9.5]) {
      const size: Vec3 = [25, 25, 5];
      const bits = drawn(size, (x, y) => Math.hypot(x - 12, y - 12) <= r);
      const { mean } = await thicknessOf(bits, size, spacing);
      expect(Math.abs(mean! / r - 1)).toBeLessThan(0.05);
    }
  });

  test('balls, also where voxels are not cubes', async () => {
    for (const spacing of [
      [1, 1, 1],
      [1, 1, 2],
      [0.7, 1, 1.3],
    ] as const) {
      const r = 9;
      const size = spacing.map((s) => 2 * Math.ceil(r / s) + 3) as unknown as Vec3;
      const bits = drawn(
        size,
        (...p) => Math.hypot(...p.map((n, i) => (n - (size[i]! - 1) / 2) * spacing[i]!)) <= r,
      );
      const { mean, max } = await thicknessOf(bits, size, spacing);
      expect(Math.abs(max! / (2 * r) - 1)).toBeLessThan(0.06);
      expect(Math.abs(mean! / (2 * r) - 1)).toBeLessThan(0.06);
    }
  });

  test('the separation of plates is the gap between them', async () => {
    const size: Vec3 = [12, 12, 25];
    const mask = await maskOf(
      drawn(size, (_x, _y, z) => z % 8 < 3),
      size,
    );
    const apart = await engine.grid(separationNode(mask));
    // Between plates; the last gap, at the volume's end, is open.
    apart.forEach((d, i) => {
      const z = Math.floor(i / 144);
      expect(d).toBeCloseTo(z % 8 < 3 ? 0 : 5, 5);
    });
  });
});

describe('distributions and curves', () => {
  test('equal what is counted voxel by voxel, whole and in bricks', async () => {
    const size: Vec3 = [40, 17, 9];
    const bits = blobs(size, 9, -0.5);
    const twin = largestBallsTwin(diametersTwin(bits, size), size).filter((d) => d > 0);
    const mean = twin.reduce((sum, d) => sum + d, 0) / twin.length;
    const std = Math.sqrt(twin.reduce((sum, d) => sum + (d - mean) ** 2, 0) / twin.length);
    const sorted = twin.slice().sort();
    const bricked = await openTestEngine({ brick: [32, 4, 3] });
    for (const on of [engine, bricked]) {
      const mask = await maskOf(bits, size, [1, 1, 1], on);
      const found = (await on.value(thicknessNode(mask, { bins: 10 }))) as ThicknessValue;
      expect(found.voxels).toBe(twin.length);
      expect(found.mean).toBeCloseTo(mean, 5);
      expect(found.std).toBeCloseTo(std, 5);
      expect([found.min, found.max].map((d) => Math.fround(d!))).toEqual(
        [sorted[0]!, sorted.at(-1)!].map(Math.fround),
      );
      const width = (found.max! - found.min!) * 1e-6;
      for (const [name, p] of [
        ['p10', 0.1],
        ['p25', 0.25],
        ['p50', 0.5],
        ['p75', 0.75],
        ['p90', 0.9],
      ] as const) {
        const wanted = sorted[Math.ceil(p * sorted.length) - 1]!;
        expect(Math.abs(found.percentiles![name] - wanted)).toBeLessThanOrEqual(width);
      }
      expect(found.histogram.counts.length).toBe(10);
      expect(found.histogram.counts.reduce((sum, n) => sum + n, 0)).toBe(twin.length);

      const thickness = localThicknessNode(mask);
      const given = [1, 2, Math.sqrt(8), 5, 99];
      const curve = (await on.value(
        sizeCurveNode('granulometry', thickness, mask, given),
      )) as SizeCurveValue;
      expect([...curve.voxels]).toEqual(given.map((d) => twin.filter((t) => t >= d - 1e-9).length));
      expect(curve.total).toBe(twin.length);
      const usual = (await on.value(
        sizeCurveNode('granulometry', thickness, mask, undefined),
      )) as SizeCurveValue;
      expect(usual.diameters.length).toBe(25);
      expect(usual.fraction[0]).toBe(1);
      expect(usual.fraction[24]).toBeGreaterThan(0);
    }
    await bricked.close();
  });

  test('what is not there, not bounded or not wanted', async () => {
    const size: Vec3 = [5, 4, 3];
    const empty = await maskOf(new Uint8Array(60), size);
    expect(await engine.value(thicknessNode(empty))).toMatchObject({
      voxels: 0,
      mean: null,
      std: null,
      min: null,
      max: null,
      percentiles: null,
    });
    const none = sizeCurveNode('granulometry', localThicknessNode(empty), empty, undefined);
    expect(await engine.value(none)).toMatchObject({ total: 0, diameters: new Float64Array(0) });
    const full = await maskOf(new Uint8Array(60).fill(1), size);
    expect(new Set(await engine.grid(localThicknessNode(full)))).toEqual(new Set([Infinity]));
    await expect(engine.value(thicknessNode(full))).rejects.toThrow(/no background/);
    const curve = sizeCurveNode('porosimetry', intrusionNode(full), full, undefined);
    await expect(engine.value(curve)).rejects.toThrow(/no background/);
    // A whole object: a box of 5 × 4 × 3 voxels holds no ball of more than 3.
    const bounded = (await engine.value(
      thicknessNode(full, { border: 'background' }),
    )) as ThicknessValue;
    expect(bounded.max).toBe(3);
    expect(() => sizeCurveNode('granulometry', localThicknessNode(full), full, [2, 1])).toThrow(
      /rising/,
    );
    expect(() => intrusionNode(full, { faces: ['q0' as never] })).toThrow(/some of/);
    expect(() => intrusionNode(full, { face: 'z0' } as never)).toThrow(/face/);
  });

  test('what moves is what the docs state', async () => {
    const size: Vec3 = [64, 64, 64];
    const bits = drawn(size, (x, y, z) => Math.hypot(x - 31, y - 30, z - 33) <= 9);
    const mask = await maskOf(bits, size);
    await engine.grid(makeNode(distance, { objects: mask }, { units: 'index' }));
    const cost = (op: string): number => {
      const found = costs.find((c) => c.op === op)!;
      return (found.read + found.write) / volumeOf(size);
    };
    let costs = engine.costs();
    const far = cost('distance');
    const wide = intrusionNode(mask, { faces: ['x0'] });
    await engine.grid(localThicknessNode(mask));
    costs = engine.costs();
    expect(cost('inscribedDiameters')).toBeCloseTo(far + 8, 1);
    // 4 + 4 + 8, of each block its tables, and 5³ blocks in reach of a ball of 18 voxels.
    const balls = cost('largestBalls') - 16 - (16 * 27 * 512) / volumeOf(size);
    expect(balls).toBeGreaterThan(0);
    expect(balls).toBeLessThan(5);
    await engine.grid(wide);
    costs = engine.costs();
    expect(cost('faceValues')).toBe(8);
  });
});

describe('intrusion', () => {
  test('equals the widest way of balls, then the largest that covers', async () => {
    const size: Vec3 = [16, 13, 12];
    for (const [seed, level] of [
      [9, -0.2],
      [3, 0.3],
    ] as const) {
      const bits = blobs(size, seed, level);
      for (const spacing of [SPACINGS[0]!, SPACINGS[1]!]) {
        const diameters = diametersTwin(bits, size, spacing);
        const ways = widestWaysTwin(diameters, size, (p) => p[2] === 0 || p[0] === 15);
        const expected = largestBallsTwin(ways, size, spacing);
        const mask = await maskOf(bits, size, spacing);
        const found = await engine.grid(intrusionNode(mask, { faces: ['z0', 'x1'] }));
        found.forEach((d, i) => {
          expect(Math.abs(d - expected[i]!)).toBeLessThanOrEqual(1e-5 * expected[i]!);
        });
      }
    }
  });

  test('an ink bottle fills behind its neck', async () => {
    // A neck of 3 × 3 and a body of 9 × 9 × 9 behind it; a closed pore of 3 × 3 × 3.
    const size: Vec3 = [15, 11, 24];
    const bits = drawn(size, (x, y, z) => {
      const neck = x >= 4 && x < 7 && y >= 4 && y < 7 && z < 8;
      const body = x >= 1 && x < 10 && y >= 1 && y < 10 && z >= 8 && z < 17;
      const closed = x >= 11 && x < 14 && y >= 4 && y < 7 && z >= 19 && z < 22;
      return neck || body || closed;
    });
    const mask = await maskOf(bits, size);
    const invading = intrusionNode(mask, { faces: ['z0'] });
    const curve = (await engine.value(
      sizeCurveNode('porosimetry', invading, mask, [1, 2, 3, 3.001, 9]),
    )) as SizeCurveValue;
    const total = 72 + 729 + 27;
    expect(curve.total).toBe(total);
    // Nothing comes in that is wider than the neck; nothing comes into the closed pore.
    expect(curve.fraction[3]).toBe(0);
    expect(curve.fraction[0]).toBe(801 / total);
    expect(curve.fraction[2]).toBeGreaterThan(0.9);
    // Its own thickness knows no neck.
    const thick = (await engine.value(thicknessNode(mask))) as ThicknessValue;
    expect(thick.max).toBe(9);
  });
});
