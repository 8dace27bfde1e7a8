import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { expectedFraction, type ExpectedFraction } from '../../src/stats/expected_fraction.js';
import { Random } from '../../src/synthetic/random.js';
import { testNonFinite } from '../ops/non_finite.js';

let lab: Lab;
let bricked: Lab;
beforeAll(async () => {
  lab = await openEngine();
  bricked = new EngineLab(await Engine.open({ brick: [32, 17, 11] }));
});
afterAll(async () => {
  await lab.dispose();
  await bricked.dispose();
});

const SIZE: Vec3 = [70, 41, 33];

/** Probabilities that follow waves, and some that are sure. */
function waves(): Float32Array<ArrayBuffer> {
  const random = new Random(2);
  return new Float32Array(SIZE[0] * SIZE[1] * SIZE[2]).map((_, i) => {
    const [x, y, z] = [i % 70, Math.floor(i / 70) % 41, Math.floor(i / 2870)];
    const wave = Math.sin(x / 3) * Math.cos(y / 2.5) * Math.sin(z / 2) + 0.4 * random.normal();
    return Math.min(1, Math.max(0, 0.5 + wave));
  });
}

test('is the mean of the probabilities, in bricks and within a mask', async () => {
  const data = waves();
  const steps = data.map((p) => Math.floor(p * 2 ** 24));
  const [scan, parts] = await Promise.all(
    [lab, bricked].map((on) => on.open({ data, size: SIZE })),
  );
  const found = await scan!.expectedFraction();
  const sum = steps.reduce((a, b) => a + b, 0);
  expect(found.value).toBe(sum / 2 ** 24 / data.length);
  const doubt = steps.reduce((a, s) => a + Math.min(s, 2 ** 24 - s), 0);
  expect(found.expectedError).toBe(doubt / 2 ** 24 / data.length);
  expect(found.total).toBe(data.length);
  const [lo, hi] = found.interval!;
  expect(lo).toBeLessThan(found.value);
  expect(hi).toBeGreaterThan(found.value);
  const numbers = ({ value, interval, expectedError, total }: ExpectedFraction) => [
    ...[value, interval, expectedError, total],
  ];
  expect(numbers(await parts!.expectedFraction())).toEqual(numbers(found));
  const within = scan!.threshold({ lo: 0.25 });
  const inside = Array.from(steps).filter((_, i) => data[i]! >= 0.25);
  const half = await scan!.expectedFraction({ within });
  expect(half.value).toBe(inside.reduce((a, b) => a + b, 0) / 2 ** 24 / inside.length);
  expect(half.total).toBe(inside.length);
  const inParts = await parts!.expectedFraction({ within: parts!.threshold({ lo: 0.25 }) });
  expect(numbers(inParts)).toEqual(numbers(half));
});

test('of probabilities 0 and 1 it is the fraction of a mask', async () => {
  const data = waves().map((p) => Number(p > 0.5));
  const scan = await lab.open({ data, size: SIZE });
  const found = await scan.expectedFraction();
  const counted = await scan.threshold({ lo: 1 }).fraction();
  expect(found.value).toBe(counted.value);
  expect(found.interval).toEqual(counted.interval);
  expect(found.expectedError).toBe(0);
});

test('what is no probability is refused', async () => {
  const of = async (value: number) => {
    const data = Float32Array.from({ length: 27 }, (_, i) => (i === 5 ? value : 0.5));
    const scan = await lab.open({ data, size: [3, 3, 3] });
    return scan.expectedFraction().run();
  };
  for (const value of [-0.01, 1.0001, -Infinity])
    await expect(of(value)).rejects.toThrow(/1 voxels that are not from 0 to 1/);
  expect((await of(-0)).value).toBeCloseTo(13 / 27, 9);
});

testNonFinite(expectedFraction, async () => {
  for (const odd of [NaN, Infinity, -Infinity]) {
    const data = Float32Array.from({ length: 27 }, (_, i) => (i === 5 ? odd : 0.5));
    const scan = await lab.open({ data, size: [3, 3, 3] });
    await expect(scan.expectedFraction().run()).rejects.toThrow(/probabilities/);
    const within = scan.shape({ type: 'box', center: [1, 1, 2], size: [3, 3, 1] });
    expect((await scan.expectedFraction({ within })).value).toBe(0.5);
  }
});
