import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { count } from '../../src/stats/count.js';
import { fraction, type FractionValue } from '../../src/stats/fraction.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { integralRangeTwin, weightedIntegralRangeTwin } from '../reference/block_variance.js';
import { asMask } from './inputs.js';
import { lumps } from './lumps.js';

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, 9, 7] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

async function fractionOf(
  engine: TestEngine,
  mask: Uint8Array<ArrayBuffer>,
  size: Vec3,
  within?: Uint8Array<ArrayBuffer>,
): Promise<FractionValue> {
  const node: Node = asMask(await engine.source(mask, size));
  const inside = within === undefined ? undefined : asMask(await engine.source(within, size));
  return (await engine.value(makeNode(fraction, { mask: node, within: inside }))) as FractionValue;
}

describe('fraction', () => {
  test.each<[Vec3, number]>([
    [[70, 37, 26], 3],
    [[65, 64, 1], 2],
    [[33, 1, 80], 2],
    [[9, 14, 50], 1],
    [[64, 40, 32], 5],
  ])('of %j equals the definition at every block size', async (size, grain) => {
    const mask = lumps(size, grain, 0.37, grain);
    const value = await fractionOf(whole, mask, size);
    expect(await fractionOf(bricked, mask, size)).toEqual(value);
    const ones = mask.reduce((a, b) => a + b, 0);
    expect(value).toMatchObject({ voxels: ones, total: mask.length, value: ones / mask.length });
    expect(value.blocks.length).toBeGreaterThan(1);
    for (const { size: b, count: blocks, integralRange } of value.blocks.slice(1)) {
      const twin = integralRangeTwin(mask, size, b);
      expect(blocks).toBeCloseTo(twin.count, 8);
      expect(integralRange / twin.integralRange).toBeCloseTo(1, 9);
    }
    const sizes = Array.from({ length: 40 }, (_, i) => i + 2);
    const fits = sizes.filter((b) => integralRangeTwin(mask, size, b).count >= 30);
    expect(value.blocks.map((block) => block.size)).toEqual([1, ...fits]);
    expect(value.effectiveSamples).toBeCloseTo(mask.length / value.integralRange!, 6);
  });

  test('within a mask, blocks count by their voxels of it', async () => {
    const size: Vec3 = [70, 37, 26];
    const mask = lumps(size, 3, 0.4, 1);
    const within = lumps(size, 7, 0.8, 2);
    const value = await fractionOf(whole, mask, size, within);
    expect(await fractionOf(bricked, mask, size, within)).toEqual(value);
    const total = within.reduce((a, b) => a + b, 0);
    expect(value.total).toBe(total);
    expect(value.voxels).toBe(within.filter((w, i) => w === 1 && mask[i] === 1).length);
    expect(value.blocks.length).toBeGreaterThan(2);
    for (const { size: b, count: blocks, integralRange } of value.blocks.slice(1)) {
      const twin = weightedIntegralRangeTwin(mask, within, size, b);
      expect(blocks).toBeCloseTo(twin.count, 8);
      expect(integralRange / twin.integralRange).toBeCloseTo(1, 9);
    }
    const everything = await fractionOf(whole, mask, size, new Uint8Array(mask.length).fill(1));
    expect(everything).toEqual(await fractionOf(whole, mask, size));
  });

  test('the interval is that of the phase and of what is left of it', async () => {
    const size: Vec3 = [64, 40, 32];
    const mask = lumps(size, 2, 0.2, 4);
    const value = await fractionOf(whole, mask, size);
    const other = await fractionOf(
      whole,
      mask.map((bit) => 1 - bit),
      size,
    );
    expect(value.stationary).toBe(true);
    expect(other.interval![0]).toBeCloseTo(1 - value.interval![1], 10);
    expect(other.interval![1]).toBeCloseTo(1 - value.interval![0], 10);
    // Lumps of 2³ are worth 8 voxels, with what is allowed for covariance further away.
    expect(value.integralRange! / 8).toBeGreaterThan(0.9);
    expect(value.integralRange! / 8).toBeLessThan(1.8);
    const [lo, hi] = value.integralRangeInterval!;
    expect(Math.log(hi / value.integralRange!)).toBeCloseTo(Math.log(value.integralRange! / lo), 9);
  });

  test('there is no interval, and a reason, where none can be estimated', async () => {
    const empty = await fractionOf(whole, new Uint8Array(4096), [16, 16, 16]);
    expect(empty).toMatchObject({ value: 0, interval: null, voxels: 0 });
    expect(empty.reason).toMatch(/nothing varies/);
    const full = await fractionOf(whole, new Uint8Array(4096).fill(1), [16, 16, 16]);
    expect(full).toMatchObject({ value: 1, interval: null, voxels: 4096 });
    // Planks: along y and z all is the same, along x there are five of them.
    const size: Vec3 = [40, 24, 16];
    const blocks = Uint8Array.from({ length: volumeOf(size) }, (_, i) =>
      Math.floor((i % 40) / 8) % 2 === 0 ? 1 : 0,
    );
    const slab = await fractionOf(whole, blocks, size);
    expect(slab.interval).toBeNull();
    expect(slab.reason).toMatch(/independent samples|reaches across/);
    const tiny = await fractionOf(whole, Uint8Array.of(1, 0, 0, 1), [4, 1, 1]);
    expect(tiny.interval).toBeNull();
    expect(tiny.reason).not.toBeNull();
    const nothing = await fractionOf(whole, Uint8Array.of(1, 0), [2, 1, 1], Uint8Array.of(0, 0));
    expect(nothing).toMatchObject({ total: 0, value: NaN, interval: null });
  });

  test('count is the number of voxels', async () => {
    for (const size of [
      [7, 5, 3],
      [33, 1, 1],
      [70, 19, 9],
    ] as const) {
      const mask = lumps(size, 2, 0.5, 3);
      const ones = mask.reduce((a, b) => a + b, 0);
      for (const engine of [whole, bricked])
        expect(
          await engine.value(makeNode(count, { mask: asMask(await engine.source(mask, size)) })),
        ).toBe(ones);
    }
  });
});
