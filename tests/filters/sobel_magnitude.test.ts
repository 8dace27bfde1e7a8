import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sobelMagnitude } from '../../src/filters/sobel_magnitude.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { spreads, testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { borderTwin } from '../reference/filters.js';
import { cut, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 9, 4] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const BORDERS = ['reflect', 'nearest', 'constant'] as const;
const STEPS = [-1, 0, 1] as const;

const sobel = (volume: Node, params: Record<string, unknown> = {}): Node =>
  makeNode(sobelMagnitude, { volume }, params);

/** By the definition: every voxel of the window times its weight, for each axis. */
function twin(
  data: GridArray,
  [nx, ny, nz]: Vec3,
  spacing: Vec3,
  border: (typeof BORDERS)[number],
  value: number,
): number[] {
  const smoothing = (d: number): number => (d === 0 ? 2 : 1);
  return Array.from(data, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const slope = [0, 0, 0];
    for (const dz of STEPS)
      for (const dy of STEPS)
        for (const dx of STEPS) {
          const u = borderTwin(x + dx, nx, border);
          const v = borderTwin(y + dy, ny, border);
          const w = borderTwin(z + dz, nz, border);
          const outside = u === undefined || v === undefined || w === undefined;
          const found = outside ? value : data[(w * ny + v) * nx + u]!;
          slope[0]! += dx * smoothing(dy) * smoothing(dz) * found;
          slope[1]! += dy * smoothing(dx) * smoothing(dz) * found;
          slope[2]! += dz * smoothing(dx) * smoothing(dy) * found;
        }
    return Math.hypot(...slope.map((sum, axis) => sum / (32 * spacing[axis]!)));
  });
}

describe.each(BORDERS)('with border %s', (border) => {
  test('equals its twin', async () => {
    const spacing: Vec3 = [0.5, 1, 2];
    for (const size of [
      [33, 5, 19],
      [8, 9, 1],
      [1, 5, 4],
      [1, 1, 1],
    ] as const)
      for (const data of [smooth(size), Int16Array.from(smooth(size), (v) => 300 * v)]) {
        const volume = await engine.source(data, size, { spacing });
        const out = await engine.grid(sobel(volume, { border, value: 12 }));
        const most = Math.max(...Array.from(data, Math.abs), 12);
        twin(data, size, spacing, border, 12).forEach((v, i) => {
          const error = Math.abs(out[i]! - v);
          expect(error, `${size.join()} at ${String(i)}`).toBeLessThan((1e-6 * most) / 0.5);
        });
      }
  });

  test('in bricks and of regions equals the whole, bit for bit', async () => {
    const size: Vec3 = [41, 19, 35];
    const data = smooth(size);
    const params = { border, value: 3 };
    const whole = await engine.grid(sobel(await engine.source(data, size), params));
    expect(await bricked.grid(sobel(await bricked.source(data, size), params))).toEqual(whole);
    const region: Region = { origin: [33, 5, 2], size: [7, 9, 20] };
    engine.engine.evaluator.clear();
    const part = await engine.grid(sobel(await engine.source(data, size), params), region);
    expect(part).toEqual(cut(whole, size, region));
  });
});

test('is SciPy’s over 32 where the spacing is 1', async () => {
  // generic_gradient_magnitude(v, sobel) of SciPy 1.x, where v is 0 but for 1 in the middle: roots
  // of sums of squares of weights.
  const data = new Float32Array(27);
  data[13] = 1;
  const out = await engine.grid(sobel(await engine.source(data, [3, 3, 3])));
  const [corner, edge, face] = [Math.sqrt(3), Math.sqrt(8), 4].map((v) => v / 32);
  for (const [i, wanted] of [
    [0, corner],
    [1, edge],
    [4, face],
    [13, 0],
  ] as const)
    expect(out[i]).toBeCloseTo(wanted!, 6);
});

test('a ramp has its slope, of an image too', async () => {
  for (const size of [
    [9, 9, 9],
    [9, 9, 1],
  ] as const) {
    const data = Int32Array.from(
      { length: size[0] * size[1] * size[2] },
      (_, i) => 3 * (i % 9) - 4 * (Math.floor(i / 9) % 9),
    );
    const volume = await engine.source(data, size, { spacing: [0.5, 0.5, 2] });
    const out = await engine.grid(sobel(volume));
    expect(out[(size[2] >> 1) * 81 + 40]).toBe(10);
  }
});

testTraffic(sobelMagnitude, () => engine, sobel, { dispatches: 1, perVoxel: 5 });
testNonFinite(
  sobelMagnitude,
  spreads(() => engine, sobel),
);

test('a voxel has no weight in its own result', async () => {
  const data = smooth([5, 5, 5]);
  const wanted = await engine.grid(sobel(await engine.source(data, [5, 5, 5])));
  data[62] = NaN;
  const out = await engine.grid(sobel(await engine.source(data, [5, 5, 5])));
  expect(out[62]).toBe(wanted[62]);
  expect(out.filter(Number.isNaN).length).toBe(26);
});
