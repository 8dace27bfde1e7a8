// What a histogram says of thresholds is what the library's masks have, bit for bit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab, Volume } from '../../src/index.js';
import { openEngine } from '../../src/engine/index.js';
import { GreyLevels } from '../../ui/numbers/grey_levels.js';
import { outlineOf } from '../../ui/numbers/outline.js';
import {
  floatAbove,
  floatBelow,
  floatFrom,
  shortestDecimal,
} from '../../ui/numbers/single_precision.js';
import { roundTicks } from '../../ui/numbers/ticks.js';
import { numbers } from './made_table.js';

const SIZE = [24, 16, 8] as const;
const LENGTH = SIZE[0] * SIZE[1] * SIZE[2];
const random = numbers(11);
/** Two overlapping classes of values about 80 and 150. */
const grey = (): number =>
  (random() < 0.4 ? 80 : 150) + 60 * (random() + random() + random() - 1.5);

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

const volumes = {
  u8: () => Uint8Array.from({ length: LENGTH }, grey),
  i16: () => Int16Array.from({ length: LENGTH }, () => 40 * (grey() - 120)),
  u16: () => Uint16Array.from({ length: LENGTH }, () => 200 * grey()),
  f32: () => Float32Array.from({ length: LENGTH }, () => grey() / 250 - 0.3),
} as const;

describe.each(Object.keys(volumes) as (keyof typeof volumes)[])('%s', (dtype) => {
  let scan: Volume;
  let levels: GreyLevels;
  beforeAll(async () => {
    const data = volumes[dtype]();
    if (data instanceof Float32Array) data.set([NaN, Infinity, -Infinity, NaN]);
    scan = await lab.open({ data, size: SIZE });
    levels = new GreyLevels(await scan.histogram());
  });

  test('the part above a threshold is that of the library', async () => {
    const { start, end } = levels;
    for (const at of [0, 0.1, 0.33, 0.5, 0.77, 1]) {
      const t = levels.at(start + at * (end - start));
      const [part] = levels.part([t], 1, 0);
      expect(part.low).toBe(part.high);
      expect(part.value).toBe((await scan.threshold({ lo: t }).fraction()).value);
    }
  });

  test('so are the parts of the phases between thresholds', async () => {
    const { start, end } = levels;
    const thresholds = [0.3, 0.45, 0.8].map((at) => levels.at(start + at * (end - start)));
    const parts = thresholds.concat(0).map((_, i) => levels.part(thresholds, i, 0)[0].value);
    for (const [i, { lo, hi }] of levels.bands(thresholds).entries()) {
      const band = { ...(lo === null ? {} : { lo }), ...(hi === null ? {} : { hi }) };
      expect(parts[i]).toBe((await scan.threshold(band).fraction()).value);
    }
    expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(1, 12);
  });

  test('the band is that of masks at thresholds that are off', async () => {
    const off = levels.usualDoubt * 3;
    const t = levels.at((levels.start + levels.end) / 2);
    const [, band] = levels.part([t], 1, off);
    expect(band.low).toBeLessThan(band.value);
    expect(band.high).toBeGreaterThan(band.value);
    if (!levels.whole) return;
    expect(band.low).toBe((await scan.threshold({ lo: t + off }).fraction()).value);
    expect(band.high).toBe((await scan.threshold({ lo: t - off }).fraction()).value);
    const [, dark] = levels.part([t], 0, off);
    expect(dark.low).toBe((await scan.threshold({ hi: t - 1 - off }).fraction()).value);
  });

  test.each(['otsu', 'li', 'yen', 'triangle', 'isodata', 'minimumError'] as const)(
    'the threshold of %s makes its mask',
    async (method) => {
      const mask = scan[method]();
      const t = levels.above((await mask.thresholds())[0]!);
      const given = await scan.threshold({ lo: t }).count();
      expect(given).toBe(await mask.count());
    },
  );

  test('a threshold within a bin of f32 says between what its part lies', async () => {
    if (levels.whole) return;
    const edge = levels.at((levels.start + levels.end) / 2);
    const t = Math.fround(edge + 0.4 * levels.step);
    const [part] = levels.part([t], 1, 0);
    const { value } = await scan.threshold({ lo: t }).fraction();
    expect(part.low).toBeLessThan(part.high);
    expect(value).toBeGreaterThanOrEqual(part.low);
    expect(value).toBeLessThanOrEqual(part.high);
  });
});

test('a volume of one value, and one without any', async () => {
  const one = await lab.open({ data: new Float32Array(8).fill(0.3), size: [2, 2, 2] });
  const levels = new GreyLevels(await one.histogram());
  expect(levels.part([levels.at(0)], 1, 1)[0].value).toBe(1);
  const none = await lab.open({ data: new Float32Array(8).fill(NaN), size: [2, 2, 2] });
  expect(new GreyLevels(await none.histogram()).part([0], 1, 1)[0].value).toBeNaN();
});

test('the usual range leaves out a voxel that is far away', async () => {
  const data = Uint16Array.from({ length: LENGTH }, () => 1000 + 100 * random());
  data[5] = 60_000;
  const scan = await lab.open({ data, size: SIZE });
  const [from, to] = new GreyLevels(await scan.histogram()).usualRange;
  expect(from).toBeGreaterThan(990);
  expect(to).toBeLessThan(1110);
});

test('neighbours among f32', () => {
  for (let i = 0; i < 1000; i += 1) {
    const value = (random() - 0.5) * 10 ** Math.floor(random() * 12 - 6);
    const from = floatFrom(value);
    expect(from).toBe(Math.fround(from));
    expect(from).toBeGreaterThanOrEqual(value);
    expect(floatBelow(from)).toBeLessThan(value);
    expect(floatAbove(floatBelow(from))).toBe(from);
  }
  expect(floatAbove(0)).toBe(2 ** -149);
  expect(floatBelow(0)).toBe(-(2 ** -149));
  expect(floatAbove(-(2 ** -149))).toBe(-0);
});

test('the shortest decimal of an f32 is held as the same number', () => {
  expect(shortestDecimal(Math.fround(0.3))).toBe(0.3);
  for (let i = 0; i < 1000; i += 1) {
    const value = Math.fround((random() - 0.5) * 10 ** Math.floor(random() * 12 - 6));
    expect(Math.fround(shortestDecimal(value))).toBe(value);
  }
});

test('ticks are round', () => {
  expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(roundTicks(-0.35, 0.32, 6)).toEqual([-0.2, 0, 0.2]);
  expect(roundTicks(17, 203, 6)).toEqual([50, 100, 150, 200]);
  expect(roundTicks(3, 3, 5)).toEqual([]);
});

test('an outline has the mean of bins that share a column', () => {
  const few = { start: 0, step: 1, from: 0, to: 4, log: false };
  expect(outlineOf(Float64Array.of(1, 2, 0, 4), few)).toEqual({
    path: 'M0.00000 1V0.7500H0.25000V0.5000H0.50000V1.0000H0.75000V0.0000H1.00000V1Z',
    most: 4,
  });
  const counts = Float64Array.from({ length: 65_536 }, (_, i) => (i === 700 ? 1370 : 0));
  const many = outlineOf(counts, { ...few, to: 65_536 });
  expect(many.most).toBe(10);
  expect(many.path.match(/H/g)!.length).toBe(479);
});
