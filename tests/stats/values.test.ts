import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DTYPE_NAMES, DTYPES, type Dtype } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { otsuThreshold } from '../../src/segmentation/otsu_threshold.js';
import { histogram, histogramNode, type Histogram } from '../../src/stats/histogram.js';
import { momentsNode, type Moments } from '../../src/stats/moments.js';
import { rangeNode, type Range } from '../../src/stats/range.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { binsTwin, otsuTwin, summaryTwin } from '../reference/values.js';
import { asMask, scattered, SIZES, stream } from './inputs.js';

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, 10, 4] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

/** The same value from whole volumes and from bricks. */
async function both<T>(make: (engine: TestEngine) => Promise<Node>): Promise<T> {
  const value = await whole.value(await make(whole));
  expect(await bricked.value(await make(bricked))).toEqual(value);
  return value as T;
}

describe.each(DTYPE_NAMES)('of %s', (dtype) => {
  test('range and moments equal their twins', async () => {
    for (const size of SIZES) {
      const data = scattered(dtype, size, size[0]);
      const twin = summaryTwin(Array.from(data));
      const range = await both<Range>(async (e) => rangeNode(await e.source(data, size)));
      const { min, max, count, nan, infinite } = twin;
      expect(range).toEqual({ min, max, count, nan, infinite });
      const moments = await both<Moments>(async (e) => momentsNode(await e.source(data, size)));
      expect(moments).toMatchObject({ min, max, count, nonFinite: nan + infinite });
      const scale = Math.max(Math.abs(min), Math.abs(max));
      expect(Math.abs(moments.sum - twin.sum)).toBeLessThanOrEqual(1e-11 * scale * count);
      expect(Math.abs(moments.mean - twin.mean)).toBeLessThanOrEqual(1e-11 * scale);
      expect(Math.abs(moments.std - twin.std)).toBeLessThanOrEqual(1e-6 * scale);
      if (dtype !== 'f32') expect(moments.sum).toBe(twin.sum);
    }
  });

  test('within a mask only its voxels count', async () => {
    const size = [64, 17, 6] as const;
    const data = scattered(dtype, size, 3);
    const random = stream(9);
    const bits = Uint8Array.from(data, () => (random() < 0.4 ? 1 : 0));
    const inside = Array.from(data).filter((_, i) => bits[i] === 1);
    const twin = summaryTwin(inside);
    const masked = async (e: TestEngine): Promise<[Node, Node]> => [
      await e.source(data, size),
      asMask(await e.source(bits, size)),
    ];
    const range = await both<Range>(async (e) => rangeNode(...(await masked(e))));
    expect(range).toMatchObject({ min: twin.min, max: twin.max, count: twin.count });
    const moments = await both<Moments>(async (e) => momentsNode(...(await masked(e))));
    expect(moments.mean / twin.mean).toBeCloseTo(1, 9);
    if (dtype === 'u32' || dtype === 'i32') return;
    const histogram = await both<Histogram>(async (e) => histogramNode(...(await masked(e))));
    expect(histogram.total).toBe(twin.count);
    expect(histogram.total + histogram.below + histogram.above + histogram.nan).toBe(inside.length);
  });
});

describe('histogram', () => {
  test.each([
    ['counted in memory', 1000, 60000],
    ['counted in windows', 1000, 9000],
  ])('of a narrower range tells what is below and above; %s', async (_, lo, hi) => {
    const size = [64, 17, 6] as const;
    const data = scattered('u16', size, 3) as Uint16Array<ArrayBuffer>;
    const ends = Uint16Array.of(lo, hi);
    const found = await both<Histogram>(async (e) => {
      const range = rangeNode(await e.source(ends, [2, 1, 1]));
      return makeNode(histogram, { volume: await e.source(data, size), range });
    });
    expect(found.below).toBe(data.filter((v) => v < lo).length);
    expect(found.above).toBe(data.filter((v) => v > hi).length);
    expect(found.total).toBe(data.length - found.below - found.above);
    expect(found.below * found.above).toBeGreaterThan(0);
  });

  test.each<[Dtype, number, number?]>([
    ['u8', 256],
    ['i8', 256],
    ['u16', 50],
    ['u16', 9000],
    ['u16', 65536],
    ['i16', 40000],
    ['u32', 60],
    ['i32', 100000],
    ['u16', 60000, 72],
  ])('of %s over %i values has one bin per value', async (dtype, span, width = 70) => {
    const size = [width, 13, 5] as const;
    const random = stream(span);
    const low = dtype.startsWith('i') ? -Math.floor(span / 2) : dtype === 'u32' ? 4e9 : 0;
    const data = scattered(dtype, size).map(() => low + Math.floor(random() * span));
    const histogram = await both<Histogram>(async (e) => histogramNode(await e.source(data, size)));
    const values = Array.from(data);
    expect(histogram.start).toBe(Math.min(...values));
    expect(histogram.counts.length).toBe(Math.max(...values) - Math.min(...values) + 1);
    const counts = new Map<number, number>();
    for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
    histogram.counts.forEach((n, i) => {
      if (n !== (counts.get(histogram.start + i) ?? 0))
        throw new Error(`bin ${String(i)}: ${String(n)}`);
    });
    expect(histogram).toMatchObject({ total: values.length, below: 0, above: 0, nan: 0, width: 1 });
  });

  test.each<[Dtype, Vec3]>([
    ['u8', [64, 48, 30]],
    ['i8', [64, 48, 30]],
    ['u8', [76, 48, 30]],
    ['i8', [80, 48, 30]],
  ])('of many voxels of %s, %j, all and within a mask', async (dtype, size) => {
    const random = stream(4);
    const data = scattered(dtype, size, 5);
    // A long run of one value.
    data.fill(7, 0, 40000);
    const bits = Uint8Array.from(data, () => (random() < 0.6 ? 1 : 0));
    for (const inside of [undefined, bits]) {
      const found = await both<Histogram>(async (e) =>
        histogramNode(await e.source(data, size), inside && asMask(await e.source(inside, size))),
      );
      const counts = new Array<number>(256).fill(0);
      data.forEach((v, i) => {
        if (inside?.[i] !== 0) counts[v + (dtype === 'i8' ? 128 : 0)]! += 1;
      });
      expect(found.start).toBe(DTYPES[dtype].min);
      expect(Array.from(found.counts)).toEqual(counts);
    }
  });

  test('of 8 bits in a narrower range tells what is below and above', async () => {
    const data = scattered('u8', [64, 17, 6], 3);
    const ends = Uint8Array.of(20, 200);
    const found = await both<Histogram>(async (e) => {
      const range = rangeNode(await e.source(ends, [2, 1, 1]));
      return makeNode(histogram, { volume: await e.source(data, [64, 17, 6]), range });
    });
    expect(found.below).toBe(Array.from(data).filter((v) => v < 20).length);
    expect(found.above).toBe(Array.from(data).filter((v) => v > 200).length);
    expect(found.total + found.below + found.above).toBe(data.length);
    expect(found.below * found.above).toBeGreaterThan(0);
  });

  test('of f32 decides bins by comparing with the edges', async () => {
    const size = [70, 13, 5] as const;
    for (const [seed, scale] of [
      [1, 1],
      [2, 1e-38],
      [3, 1e37],
      [4, 1e-44],
    ] as const) {
      const data = scattered('f32', size, seed).map((v) => v * scale);
      const histogram = await both<Histogram>(async (e) =>
        histogramNode(await e.source(data, size)),
      );
      const values = Array.from(data);
      expect(Array.from(histogram.counts)).toEqual(binsTwin(values, 256));
      const { nan } = summaryTwin(values);
      expect(histogram.nan).toBe(nan);
      expect(histogram.below).toBe(values.filter((v) => v === -Infinity).length);
      expect(histogram.above).toBe(values.filter((v) => v === Infinity).length);
    }
  });

  test('values on an edge belong to the upper bin, the greatest to the last', async () => {
    const data = Float32Array.of(0, 1, 2, 3, 4, 4, 1.5, -0);
    const node = histogramNode(await whole.source(data, [8, 1, 1]), undefined, 4);
    const histogram = (await whole.value(node)) as Histogram;
    expect(Array.from(histogram.counts)).toEqual([2, 2, 1, 3]);
    expect(Array.from(histogram.edges ?? [])).toEqual([0, 1, 2, 3, 4]);
  });

  test('of one value, of nothing, of no finite value', async () => {
    const one = (await whole.value(
      histogramNode(await whole.source(new Float32Array(40).fill(2.5), [40, 1, 1])),
    )) as Histogram;
    expect(one).toMatchObject({ start: 2.5, width: 0, total: 40, counts: Float64Array.of(40) });
    const bits = asMask(await whole.source(new Uint8Array(40), [40, 1, 1]));
    for (const data of [new Uint8Array(40), new Uint16Array(40), new Float32Array(40)]) {
      const none = (await whole.value(
        histogramNode(await whole.source(data, [40, 1, 1]), bits),
      )) as Histogram;
      expect(none).toMatchObject({ total: 0, min: NaN, max: NaN });
      expect(none.counts.length).toBe(0);
    }
    const nan = (await whole.value(
      histogramNode(await whole.source(new Float32Array(40).fill(NaN), [40, 1, 1])),
    )) as Histogram;
    expect(nan).toMatchObject({ total: 0, nan: 40 });
  });

  test('more than 2^20 values of 32 bits are refused with the remedy', async () => {
    const node = histogramNode(await whole.source(Uint32Array.of(0, 2 ** 20), [2, 1, 1]));
    await expect(whole.value(node)).rejects.toMatchObject({ code: 'limit' });
    await expect(whole.value(node)).rejects.toThrow(/Cast the volume to f32/);
  });

  test('of 16 bits moves less by windows where the range is narrow', async () => {
    const traffic = async (span: number): Promise<number> => {
      const data = Uint16Array.from({ length: 64 * 64 * 64 }, (_, i) => (i * 7919) % span);
      whole.costs();
      await whole.value(histogramNode(await whole.source(data, [64, 64, 64])));
      const [cost] = whole.costs().filter(({ op }) => op === 'histogram');
      return (cost?.read ?? 0) / data.byteLength;
    };
    // A window reads the volume once; its bins add to that little here.
    expect(await traffic(1000)).toBeLessThan(5);
    // Counting in memory reads the volume once and a word per voxel.
    expect(await traffic(60000)).toBe(3);
  });
});

describe('Otsu', () => {
  test('of the published rows is 2', async () => {
    const rows = '0013501434125412452145100';
    const data = Uint8Array.from(rows, Number);
    const node = makeNode(otsuThreshold, {
      histogram: histogramNode(await whole.source(data, [5, 5, 1])),
    });
    expect(await whole.value(node)).toBe(2);
  });

  test.each<Dtype>(['u8', 'i8', 'u16', 'i16', 'i32'])('of %s equals its twin', async (dtype) => {
    const random = stream(17);
    const data = scattered(dtype, [31, 9, 3]).map(() =>
      Math.floor((random() < 0.4 ? 20 : 70) + 40 * (random() - 0.5) * random()),
    );
    const t = await both<number>(async (e) =>
      makeNode(otsuThreshold, { histogram: histogramNode(await e.source(data, [31, 9, 3])) }),
    );
    expect(t).toBe(otsuTwin(Array.from(data)));
  });

  test('the first of equal maxima wins', async () => {
    const node = makeNode(otsuThreshold, {
      histogram: histogramNode(await whole.source(Uint8Array.of(10, 10, 200, 200), [4, 1, 1])),
    });
    expect(await whole.value(node)).toBe(10);
  });

  test('of f32 separates exactly the bins', async () => {
    const random = stream(5);
    const data = Float32Array.from(
      { length: 900 },
      () => (random() < 0.5 ? 0.1 : 0.7) + 0.2 * random(),
    );
    const source = await whole.source(data, [30, 30, 1]);
    const histogram = (await whole.value(histogramNode(source))) as Histogram;
    const t = (await whole.value(
      makeNode(otsuThreshold, { histogram: histogramNode(source) }),
    )) as number;
    expect(Math.fround(t)).toBe(t);
    const bin = histogram.edges!.findIndex((edge) => edge > t);
    const above = histogram.counts.subarray(bin).reduce((a, b) => a + b, 0);
    expect(data.filter((v) => v > t).length).toBe(above);
    expect(data.filter((v) => v >= histogram.edges![bin]!).length).toBe(above);
  });

  test('of a single value is an error that says what to do', async () => {
    const node = makeNode(otsuThreshold, {
      histogram: histogramNode(await whole.source(new Uint8Array(64).fill(9), [64, 1, 1])),
    });
    await expect(whole.value(node)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(whole.value(node)).rejects.toThrow(/same value, 9/);
  });
});
