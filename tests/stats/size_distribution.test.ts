import { describe, expect, test } from 'vitest';
import { makeNode, type ValueNode } from '../../src/recipe/op.js';
import type { ParamJson } from '../../src/recipe/params.js';
import type { Measures } from '../../src/stats/measure.js';
import { sizeDistributionOnHost } from '../../src/stats/size_distribution.gpu.js';
import { sizeDistribution, type SizeDistributionValue } from '../../src/stats/size_distribution.js';
import { percentileTwin } from '../reference/percentile.js';
import { stream } from './inputs.js';

const measuresNode = { meta: { kind: 'value' } } as unknown as ValueNode<Measures>;

/** Cubes in a window of 100³, of edge lengths and lower corners as given. */
function cubes(list: readonly { edge: number; at: number }[]): Measures {
  const column = (name: string, data: Float64Array | Uint32Array | Uint8Array) => ({
    name,
    unit: '',
    description: '',
    data,
  });
  const min = Uint32Array.from(list, ({ at }) => at);
  const max = Uint32Array.from(list, ({ at, edge }) => at + edge - 1);
  return {
    rows: list.length,
    window: { size: [100, 100, 100], spacing: [1, 1, 1], unit: 'µm', origin: [0, 0, 0] },
    columns: [
      column(
        'volume',
        Float64Array.from(list, ({ edge }) => edge ** 3),
      ),
      column(
        'equivalentDiameter',
        Float64Array.from(list, ({ edge }) => Math.cbrt((6 * edge ** 3) / Math.PI)),
      ),
      column(
        'touchesBorder',
        Uint8Array.from(list, ({ at, edge }) => (at === 0 || at + edge === 100 ? 1 : 0)),
      ),
      ...['X', 'Y', 'Z'].flatMap((axis) => [column(`min${axis}`, min), column(`max${axis}`, max)]),
    ],
  };
}

function distribution(
  measures: Measures,
  params: Record<string, ParamJson> = {},
): SizeDistributionValue {
  const { params: complete } = makeNode(sizeDistribution, { measures: measuresNode }, params);
  if (sizeDistributionOnHost.kind !== 'host') throw new Error('not a host op');
  return sizeDistributionOnHost.compute({
    params: complete,
    inputs: { measures },
    metas: {},
    signal: undefined,
  }) as SizeDistributionValue;
}

function randomCubes(count: number, seed: number): { edge: number; at: number }[] {
  const random = stream(seed);
  return Array.from({ length: count }, () => {
    const edge = 1 + Math.floor(20 * random() ** 2);
    return { edge, at: random() < 0.1 ? 0 : Math.floor(random() * (101 - edge)) };
  });
}

const diameterOf = (edge: number): number => Math.cbrt((6 * edge ** 3) / Math.PI);

describe('sizeDistribution', () => {
  test.each(['weighted', 'exclude', 'include'] as const)(
    '%s: percentiles are those of the definition',
    (border) => {
      const list = randomCubes(120, 3);
      const found = distribution(cubes(list), { border, draws: 100 });
      const touching = list.filter(({ edge, at }) => at === 0 || at + edge === 100);
      expect(touching.length).toBeGreaterThan(3);
      expect(found).toMatchObject({
        count: 120,
        countBorder: touching.length,
        countInterior: 120 - touching.length,
        countUsed: border === 'include' ? 120 : 120 - touching.length,
      });
      const used = border === 'include' ? list : list.filter((cube) => !touching.includes(cube));
      const diameters = used.map(({ edge }) => diameterOf(edge));
      const number = used.map(({ edge }) =>
        border === 'weighted' ? 1 / (100 - edge - 1) ** 3 : 1,
      );
      const volume = used.map(({ edge }, i) => number[i]! * edge ** 3);
      for (const [name, weights] of [
        ['number', number],
        ['volume', volume],
      ] as const) {
        const sizes = found[name];
        expect(sizes.d10.value).toBe(percentileTwin(diameters, weights, 0.1));
        expect(sizes.d50.value).toBe(percentileTwin(diameters, weights, 0.5));
        expect(sizes.d90.value).toBe(percentileTwin(diameters, weights, 0.9));
        const total = weights.reduce((a, b) => a + b, 0);
        const mean = diameters.reduce((a, d, i) => a + d * weights[i]!, 0) / total;
        const variance =
          diameters.reduce((a, d, i) => a + weights[i]! * (d - mean) ** 2, 0) / total;
        expect(sizes.mean).toBeCloseTo(mean, 10);
        expect(sizes.std).toBeCloseTo(Math.sqrt(variance), 10);
        expect(sizes.effective).toBeCloseTo(total ** 2 / weights.reduce((a, w) => a + w * w, 0), 8);
      }
      expect(found.curve.number.at(-1)).toBeCloseTo(1, 12);
      expect(found.curve.volume.at(-1)).toBeCloseTo(1, 12);
    },
  );

  test('inverted_cdf: D50 of 1…10 is the fifth, D10 the first, D90 the ninth', () => {
    const list = Array.from({ length: 10 }, (_, i) => ({ edge: i + 1, at: 5 }));
    const { number } = distribution(cubes(list), { border: 'exclude' });
    expect([number.d10, number.d50, number.d90].map(({ value }) => value)).toEqual(
      [1, 5, 9].map(diameterOf),
    );
  });

  test('there is no interval below 30 effective objects, and a reason', () => {
    const few = distribution(cubes(randomCubes(20, 1)), { border: 'include' });
    expect(few.number.d50.interval).toBeNull();
    expect(few.number.reason).toMatch(/fewer than 30/);
    const giant = [...randomCubes(60, 1), { edge: 90, at: 5 }];
    const uneven = distribution(cubes(giant), { border: 'include', draws: 100 });
    expect(uneven.number.d50.interval).not.toBeNull();
    expect(uneven.volume.d50.interval).toBeNull();
    expect(uneven.volume.reason).toMatch(/worth only 1\./);
  });

  test('nothing to distribute', () => {
    const none = distribution(cubes([]));
    expect(none).toMatchObject({ count: 0, countUsed: 0 });
    expect(none.number.d50).toEqual({ value: NaN, interval: null });
  });

  test('an unbiased window: weights undo that large objects seldom lie inside', () => {
    // Equal numbers of edges 2 and 60 fall anywhere on a larger stage; those cut by the window are
    // out.
    const random = stream(11);
    const list: { edge: number; at: number }[] = [];
    for (let i = 0; i < 40000; i++) {
      const edge = i % 2 === 0 ? 2 : 60;
      const at = [0, 1, 2].map(() => Math.floor(random() * 240) - 70);
      if (at.every((v) => v >= 1 && v + edge <= 99)) list.push({ edge, at: at[0]! });
    }
    const fractionLarge = (border: 'weighted' | 'exclude'): number => {
      const { curve } = distribution(cubes(list), { border, draws: 100 });
      const last = curve.diameter.findIndex((d) => d > diameterOf(2) + 1e-9);
      return 1 - curve.number[last - 1]!;
    };
    expect(fractionLarge('exclude')).toBeLessThan(0.2);
    expect(fractionLarge('weighted')).toBeGreaterThan(0.4);
    expect(fractionLarge('weighted')).toBeLessThan(0.6);
  });

  test('the bootstrap interval is that of the order statistics, and depends on the seed alone', () => {
    // Of n distinct equal weights D50 is the ⌈n/2⌉th: its bootstrap distribution is binomial.
    const list = Array.from({ length: 80 }, (_, i) => ({ edge: i + 1, at: 5 }));
    const measures = cubes(list);
    const found = distribution(measures, { border: 'include', draws: 4000, seed: 7 });
    expect(found).toEqual(distribution(measures, { border: 'include', draws: 4000, seed: 7 }));
    expect(found).not.toEqual(distribution(measures, { border: 'include', draws: 4000, seed: 8 }));
    const [lo, hi] = found.number.d50.interval!;
    // Binomial(80, ½) has standard deviation 4.47: ranks 40 ∓ 1.96 · 4.47.
    const rank = (d: number): number => Math.round(d / diameterOf(1));
    expect(Math.abs(rank(lo) - 31.5)).toBeLessThanOrEqual(2);
    expect(Math.abs(rank(hi) - 48.5)).toBeLessThanOrEqual(2);
  });

  test('many objects have a narrow interval', () => {
    const random = stream(2);
    const list = Array.from({ length: 20000 }, () => ({ edge: 1 + 20 * random(), at: 5 }));
    const { number } = distribution(cubes(list), { border: 'exclude', draws: 300 });
    const [lo, hi] = number.d50.interval!;
    expect(lo).toBeLessThan(number.d50.value);
    expect(hi).toBeGreaterThan(number.d50.value);
    expect(hi - lo).toBeLessThan(0.04 * number.d50.value);
  });

  test('95 % intervals of mean and D50 cover the truth in 92 to 98 % of 200 windows', () => {
    // Boxes of 4 to 23 voxels lie anywhere on a larger stage; their diameters are uniform from 3
    // to 23.
    const covered = { mean: 0, d50: 0 };
    for (let seed = 1; seed <= 200; seed++) {
      const random = stream(31 * seed);
      const boxes: { at: number[]; edge: number; diameter: number }[] = [];
      for (let i = 0; i < 700; i++) {
        const edge = 4 + Math.floor(20 * random());
        const at = [0, 1, 2].map(() => Math.floor(random() * 123) - 23);
        const diameter = edge - random();
        if (at.every((v) => v + edge > 0 && v < 100)) boxes.push({ at, edge, diameter });
      }
      const of = (f: (box: (typeof boxes)[number]) => number): Float64Array =>
        Float64Array.from(boxes, f);
      const column = (name: string, data: Float64Array) => ({
        name,
        unit: '',
        description: '',
        data,
      });
      const measures: Measures = {
        rows: boxes.length,
        window: { size: [100, 100, 100], spacing: [1, 1, 1], unit: 'µm', origin: [0, 0, 0] },
        columns: [
          column(
            'volume',
            of(({ edge }) => edge ** 3),
          ),
          column(
            'equivalentDiameter',
            of(({ diameter }) => diameter),
          ),
          column(
            'touchesBorder',
            of(({ at, edge }) => (at.some((v) => v < 1 || v + edge > 99) ? 1 : 0)),
          ),
          ...['X', 'Y', 'Z'].flatMap((axis, k) => [
            column(
              `min${axis}`,
              of(({ at }) => at[k]!),
            ),
            column(
              `max${axis}`,
              of(({ at, edge }) => at[k]! + edge - 1),
            ),
          ]),
        ],
      };
      const { number } = distribution(measures, { draws: 300, seed });
      const holds = ([lo, hi]: readonly [number, number]): boolean => lo <= 13 && 13 <= hi;
      if (holds(number.meanInterval!)) covered.mean++;
      if (holds(number.d50.interval!)) covered.d50++;
    }
    for (const count of Object.values(covered)) {
      expect(count / 200).toBeGreaterThanOrEqual(0.92);
      expect(count / 200).toBeLessThanOrEqual(0.98);
    }
  });

  test('a missing column is an error that says what to do', () => {
    expect(() =>
      distribution(cubes(randomCubes(40, 1)), { diameter: 'inscribedDiameter' }),
    ).toThrow(/Measure with a distance/);
  });
});
