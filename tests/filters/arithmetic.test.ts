import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ARITHMETIC_OPERATORS,
  arithmetic,
  arithmeticNode,
  integerArithmetic,
} from '../../src/filters/arithmetic.js';
import { clip } from '../../src/filters/clip.js';
import { greyInvertNode } from '../../src/filters/grey_invert.js';
import { rescaleNode } from '../../src/filters/rescale.js';
import { DTYPE_NAMES, DTYPES, type Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { exactnessOf, makeNode, type Node } from '../../src/recipe/op.js';
import { otsuThreshold } from '../../src/segmentation/otsu_threshold.js';
import { histogramNode } from '../../src/stats/histogram.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { floatTwin, integerTwin } from '../reference/arithmetic.js';
import { compute } from './engines.js';
import { awkward } from './volumes.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const SIZE: Vec3 = [37, 5, 3];
const INTEGERS = DTYPE_NAMES.filter((name) => name !== 'f32');

describe('integer arithmetic', () => {
  test.each(INTEGERS.map((a, i): [Dtype, Dtype] => [a, INTEGERS[(i + 3) % 6]!]))(
    'of %s with %s and with numbers equals its twin',
    async (dtype, other) => {
      const data = awkward(dtype, SIZE);
      const more = awkward(other, SIZE, 7);
      // Small divisors and equal values matter too.
      more.forEach((_, i) => {
        if (i % 3 === 0) more[i] = i % 9;
        if (i % 7 === 0) more[i] = data[i]!;
      });
      const b = await engine.source(more, SIZE);
      for (const operator of ARITHMETIC_OPERATORS) {
        const both = await compute(engine, data, SIZE, (a) =>
          arithmeticNode(operator, a, b, { result: 'same' }),
        );
        expect(both).toEqual(data.map((v, i) => integerTwin(operator, v, more[i]!, dtype)));
        for (const value of operator === 'divide' ? [3, -2, 0] : [-4, 2 ** 32 - 1]) {
          const a = await engine.source(data, SIZE);
          const out = await engine.grid(arithmeticNode(operator, a, value, { result: 'same' }));
          expect(out).toEqual(data.map((v) => integerTwin(operator, v, value, dtype)));
        }
      }
    },
  );

  test('swaps operands', async () => {
    const data = awkward('u8', SIZE);
    const a = await engine.source(data, SIZE);
    const out = await engine.grid(
      arithmeticNode('subtract', a, 100, { result: 'same', swapped: true }),
    );
    expect(out).toEqual(data.map((v) => Math.max(0, 100 - v)));
  });
});

describe('float arithmetic', () => {
  // The second size is of whole vectors of four words, without pads.
  const pairs: readonly [Dtype, Dtype][] = [
    ['u8', 'f32'],
    ['f32', 'i16'],
    ['i32', 'u16'],
    ['i8', 'i8'],
    ['f32', 'f32'],
  ];
  const sizes: readonly Vec3[] = [SIZE, [12, 4, 3]];
  test.each(sizes.flatMap((size) => pairs.map(([a, b]): [Dtype, Dtype, Vec3] => [a, b, size])))(
    'of %s and %s equals its twin, size %j',
    async (dtype, other, size) => {
      const data = awkward(dtype, size);
      const more = awkward(other, size, 7);
      const b = await engine.source(more, size);
      for (const operator of ARITHMETIC_OPERATORS) {
        const out = await compute(engine, data, size, (a) => arithmeticNode(operator, a, b));
        out.forEach((v, i) => {
          const expected = Math.fround(floatTwin(operator, data[i]!, more[i]!));
          const tolerance = operator === 'divide' ? 3 * 2 ** -24 * Math.abs(expected) : 0;
          if (Number.isFinite(expected))
            expect(Math.abs(v - expected)).toBeLessThanOrEqual(tolerance);
          else expect(v).toBe(expected);
        });
      }
    },
  );

  test.each([SIZE, [16, 4, 1]] as const)(
    'with a number, swapped, and with a scalar node, %i×%i×%i',
    async (...size) => {
      const data = awkward('u8', size);
      const a = await engine.source(data, size);
      expect(await engine.grid(arithmeticNode('subtract', a, 0.5, { swapped: true }))).toEqual(
        Float32Array.from(data, (v) => 0.5 - v),
      );
      const scalar = makeNode(otsuThreshold, { histogram: histogramNode(a) });
      const t = (await engine.value(scalar)) as number;
      expect(await engine.grid(arithmeticNode('subtract', a, scalar))).toEqual(
        Float32Array.from(data, (v) => v - t),
      );
      expect(await engine.grid(arithmeticNode('subtract', a, scalar, { result: 'same' }))).toEqual(
        data.map((v) => Math.max(0, v - t)),
      );
    },
  );
});

describe('clip', () => {
  test.each([
    ['u8', 3.2, 200.9],
    ['i8', -300, 5],
    ['i16', null, 0],
    ['u32', 5, null],
    ['f32', -1.5, 0.1],
  ] as const)('of %s between %s and %s', async (dtype, lo, hi) => {
    const data = awkward(dtype, SIZE);
    const out = await compute(engine, data, SIZE, (volume) =>
      makeNode(clip, { volume }, { lo, hi }),
    );
    const { integer } = DTYPES[dtype];
    const least = lo === null ? -Infinity : integer ? Math.ceil(lo) : Math.fround(lo);
    const most = hi === null ? Infinity : integer ? Math.floor(hi) : Math.fround(hi);
    expect(out).toEqual(data.map((v) => (v < least ? least : v > most ? most : v)));
  });
});

describe('invert', () => {
  test.each(INTEGERS)('of %s between the ends of the dtype and of the data', async (dtype) => {
    const data = awkward(dtype, SIZE).map((v, i) => (i % 2 === 0 ? v : Math.trunc(v / 3)));
    const { min, max } = DTYPES[dtype];
    expect(await compute(engine, data, SIZE, (v) => greyInvertNode(v))).toEqual(
      data.map((v) => min + max - v),
    );
    const [least, most] = [Math.min(...data), Math.max(...data)];
    expect(await compute(engine, data, SIZE, (v) => greyInvertNode(v, 'data'))).toEqual(
      data.map((v) => least + most - v),
    );
  });

  test('of f32: NaN stays, infinities swap', async () => {
    const data = Float32Array.of(1, 2, NaN, 5, Infinity, -Infinity, 1.5, 3);
    const out = await compute(engine, data, [2, 2, 2], (v) => greyInvertNode(v));
    expect(Array.from(out)).toEqual([5, 4, NaN, 1, -Infinity, Infinity, 4.5, 3]);
  });
});

describe('rescale', () => {
  const near = (out: ArrayLike<number>, expected: readonly number[]): void => {
    expected.forEach((v, i) => {
      if (Number.isFinite(v))
        expect(Math.abs(out[i]! - v)).toBeLessThanOrEqual(4e-7 * Math.max(1, Math.abs(v)));
      else expect(out[i]).toBe(v);
    });
  };

  test('from a span, the range and percentiles', async () => {
    const data = awkward('u16', SIZE);
    const sorted = Array.from(data).sort((a, b) => a - b);
    const percentile = (p: number): number => {
      const at = ((sorted.length - 1) * p) / 100;
      const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
      return low + (high - low) * (at - Math.floor(at));
    };
    const map = (v: number, lo: number, hi: number): number =>
      Math.min(1, Math.max(0, (v - lo) / (hi - lo)));
    near(
      await compute(engine, data, SIZE, (v) => rescaleNode(v, { from: [1000, 50000] })),
      Array.from(data, (v) => map(v, 1000, 50000)),
    );
    near(
      await compute(engine, data, SIZE, (v) => rescaleNode(v)),
      Array.from(data, (v) => map(v, sorted[0]!, sorted.at(-1)!)),
    );
    near(
      await compute(engine, data, SIZE, (v) => rescaleNode(v, { percentiles: [3, 96.5] })),
      Array.from(data, (v) => map(v, percentile(3), percentile(96.5))),
    );
  });

  test('to a falling span, unclipped, NaN and infinities', async () => {
    const data = Float32Array.of(-1, 0, 1, 2, 3, NaN, Infinity, -Infinity);
    const make = (clipped: boolean) => (v: Node) =>
      rescaleNode(v, { from: [0, 2], to: [10, 0], clip: clipped });
    near(await compute(engine, data, [4, 2, 1], make(true)), [10, 10, 5, 0, 0, NaN, 0, 10]);
    near(await compute(engine, data, [4, 2, 1], make(false)), [
      15,
      10,
      5,
      0,
      -5,
      NaN,
      -Infinity,
      Infinity,
    ]);
  });

  test('a constant volume becomes the start of the span', async () => {
    const out = await compute(engine, new Uint8Array(12).fill(9), [3, 2, 2], (v) =>
      rescaleNode(v, { to: [2, 3] }),
    );
    expect(new Set(out)).toEqual(new Set([2]));
  });

  test.each(['u8', 'i16', 'u32', 'i32', 'f32'] as const)(
    'percentiles of %s are exact, whatever lies far away',
    async (dtype) => {
      const size: Vec3 = [20, 10, 5];
      const data = awkward(dtype, size);
      for (let i = 0; i < data.length; i++)
        data[i] = dtype === 'f32' ? ((i * 7919) % 911) / 64 : (i * 7919) % 101;
      if (dtype === 'f32') data[7] = -3.4028234663852886e38;
      if (dtype === 'i32') data[7] = -(2 ** 31);
      if (dtype === 'u32') data[7] = 2 ** 32 - 1;
      const sorted = Array.from(data).sort((a, b) => a - b);
      if (dtype === 'f32') data.set([NaN, Infinity, -Infinity], 900);
      const finite = Array.from(data)
        .filter(Number.isFinite)
        .sort((a, b) => a - b);
      expect(finite.length).toBe(sorted.length - (dtype === 'f32' ? 3 : 0));
      const at = (p: number): number => {
        const position = ((finite.length - 1) * p) / 100;
        const [low, high] = [finite[Math.floor(position)]!, finite[Math.ceil(position)]!];
        return low + (high - low) * (position - Math.floor(position));
      };
      for (const percentiles of [
        [0, 100],
        [1, 99],
        [25, 50.03],
      ] as const) {
        const volume = await engine.source(data, size);
        const span = await engine.value(rescaleNode(volume, { percentiles }).inputs['range']!);
        expect(span).toEqual({ min: at(percentiles[0]), max: at(percentiles[1]) });
      }
    },
  );

  test('percentiles of nothing finite are none', async () => {
    const volume = await engine.source(Float32Array.of(NaN, Infinity), [2, 1, 1]);
    const node = rescaleNode(volume, { percentiles: [1, 99] });
    expect(await engine.value(node.inputs['range']!)).toEqual({ min: NaN, max: NaN });
  });
});

describe('what they move, promise and refuse', () => {
  test('bytes per voxel, one dispatch each', async () => {
    const size: Vec3 = [64, 16, 8];
    const a = await engine.source(awkward('u8', size), size);
    const b = await engine.source(awkward('u16', size), size);
    const cost = async (node: Node): Promise<number[]> => {
      engine.costs();
      await engine.grid(node);
      const { dispatches, read, write } = engine.costs().find((c) => c.op === node.op.name)!;
      return [dispatches, (read + write) / volumeOf(size)];
    };
    expect(await cost(arithmeticNode('add', a, 1))).toEqual([1, 5]);
    expect(await cost(arithmeticNode('add', a, b))).toEqual([1, 7]);
    expect(await cost(arithmeticNode('add', a, 1, { result: 'same' }))).toEqual([1, 2]);
    expect(await cost(makeNode(clip, { volume: a }, { lo: 3 }))).toEqual([1, 2]);
    expect(await cost(greyInvertNode(b))).toEqual([1, 4]);
    expect(await cost(rescaleNode(b, { from: [0, 1] }))).toEqual([1, 6]);
  });

  test('which are exact', async () => {
    const a = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(exactnessOf(arithmeticNode('add', a, 1))).toBe('float-dependent');
    expect(exactnessOf(arithmeticNode('add', a, 1, { result: 'same' }))).toBe('exact');
    expect(exactnessOf(greyInvertNode(a))).toBe('exact');
  });

  test('bad parameters', async () => {
    const a = await engine.source(new Uint8Array(8), [2, 2, 2]);
    const f = await engine.source(new Float32Array(8), [2, 2, 2]);
    const other = await engine.source(new Uint8Array(12), [3, 2, 2]);
    expect(() => arithmeticNode('add', a, other)).toThrow(/size/);
    expect(() => arithmeticNode('add', a, 0.5, { result: 'same' })).toThrow(/an integer/);
    expect(() => arithmeticNode('add', a, f, { result: 'same' })).toThrow(/volumes of integers/);
    expect(() => arithmeticNode('add', a, 1, { result: 'u8' as 'same' })).toThrow(/'f32', 'same'/);
    expect(() => makeNode(arithmetic, { a }, { operator: 'add' })).toThrow(/one of a volume b/);
    expect(() => makeNode(integerArithmetic, { a: f }, { operator: 'add', value: 1 })).toThrow(
      /integers/,
    );
    expect(() => makeNode(arithmetic, { a }, { operator: 'power', value: 1 })).toThrow(/'add'/);
    expect(() => makeNode(clip, { volume: a }, {})).toThrow(/lo, hi or both/);
    expect(() => makeNode(clip, { volume: a }, { lo: 0.2, hi: 0.8 })).toThrow(/value of u8/);
    expect(() => makeNode(clip, { volume: a }, { lo: 300 })).toThrow(/value of u8/);
    expect(() => greyInvertNode(f, 'dtype')).toThrow(/'data' for f32/);
    expect(() => rescaleNode(a, { from: [3, 3] })).toThrow(/less than the second/);
    expect(() => rescaleNode(a, { percentiles: [-1, 50] })).toThrow(/from 0 to 100/);
    expect(() => rescaleNode(a, { from: [0, 1], percentiles: [1, 99] })).toThrow(/not both/);
  });
});
