import { describe, expect, test } from 'vitest';
import { makeNode, type ValueNode } from '../../src/recipe/op.js';
import type { ParamJson } from '../../src/recipe/params.js';
import type { Measures } from '../../src/stats/measure.js';
import { sizeDistributionOnHost } from '../../src/stats/size_distribution.gpu.js';
import { sizeDistribution, type SizeDistributionValue } from '../../src/stats/size_distribution.js';
import { studentQuantile } from '../../src/stats/distributions/mean.js';
import { percentileScoreInterval } from '../../src/stats/distributions/score_intervals.js';
import { percentileTwin } from '../reference/percentile.js';
import { holdsTwin } from '../reference/score_interval.js';
import { stream } from './inputs.js';

const measuresNode = { meta: { kind: 'value' } } as unknown as ValueNode<Measures>;

/** Cubes in a window of 100³, of edge lengths and lower corners as given. */
function cubes(
  list: readonly { edge: number; at: number; across?: readonly [number, number] }[],
): Measures {
  const column = (name: string, data: Float64Array | Uint32Array | Uint8Array) => ({
    name,
    unit: '',
    description: '',
    data,
  });
  const corner = (axis: number) =>
    Uint32Array.from(list, ({ at, across }) => (axis > 0 && across ? across[axis - 1]! : at));
  return {
    rows: list.length,
    window: { size: [100, 100, 100], spacing: [1, 1, 1], unit: 'µm', origin: [0, 0, 0] },
    columns: [
      column(
        'voxels',
        Float64Array.from(list, ({ edge }) => edge ** 3),
      ),
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
      ...['X', 'Y', 'Z'].flatMap((axis, k) => [
        column(`min${axis}`, corner(k)),
        column(
          `max${axis}`,
          corner(k).map((min, i) => min + list[i]!.edge - 1),
        ),
      ]),
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
      const found = distribution(cubes(list), { border });
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
        const total = weights.reduce((a, b) => a + b, 0);
        // By volume, all is what is seen of every cube, over the window.
        const seen = list.reduce((a, { edge }) => a + edge ** 3, 0) / 100 ** 3;
        const whole = border === 'weighted' && name === 'volume' ? seen : total;
        for (const [found, p] of [
          [sizes.d10, 0.1],
          [sizes.d50, 0.5],
          [sizes.d90, 0.9],
        ] as const) {
          const share = (p * whole) / total;
          expect(found.value).toBe(share > 1 ? NaN : percentileTwin(diameters, weights, share));
        }
        const mean = diameters.reduce((a, d, i) => a + d * weights[i]!, 0) / total;
        const variance =
          diameters.reduce((a, d, i) => a + weights[i]! * (d - mean) ** 2, 0) / total;
        expect(sizes.mean).toBeCloseTo(mean, 10);
        expect(sizes.std).toBeCloseTo(Math.sqrt(variance), 10);
        expect(sizes.effective).toBeCloseTo(total ** 2 / weights.reduce((a, w) => a + w * w, 0), 8);
      }
      expect(found.curve.number.at(-1)).toBeCloseTo(1, 12);
      const seen = list.reduce((a, { edge }) => a + edge ** 3, 0) / 100 ** 3;
      const reached = border === 'weighted' ? volume.reduce((a, b) => a + b, 0) / seen : 1;
      expect(found.curve.volume.at(-1)).toBeCloseTo(Math.min(1, reached), 12);
    },
  );

  test('inverted_cdf: D50 of 1…10 is the fifth, D10 the first, D90 the ninth', () => {
    const list = Array.from({ length: 10 }, (_, i) => ({ edge: i + 1, at: 5 }));
    const { number } = distribution(cubes(list), { border: 'exclude' });
    expect([number.d10, number.d50, number.d90].map(({ value }) => value)).toEqual(
      [1, 5, 9].map(diameterOf),
    );
  });

  test('there is no interval below 30 objects, nor where neighbours are alike, and a reason', () => {
    const few = distribution(cubes(randomCubes(20, 1)), { border: 'include' });
    expect(few.number.d50.interval).toBeNull();
    expect(few.volume.d90.interval).toBeNull();
    expect(few.number.meanReason).toMatch(/fewer than 30/);
    expect(few.volume.reason).toMatch(/fewer than 30/);
    // Larger the further from the corner.
    const random = stream(6);
    const anywhere = (): number => 1 + Math.floor(85 * random());
    const graded = Array.from({ length: 900 }, () => {
      const at = anywhere();
      return { edge: 2 + at / 10, at, across: [anywhere(), anywhere()] as const };
    });
    const alike = distribution(cubes(graded), { border: 'include' });
    expect(alike.number.d50.interval).toBeNull();
    expect(alike.number.reason).toMatch(/alike in size over .* of the volume's edge/);
    expect(alike.independent).toBeLessThan(90);
  });

  test('the mean by volume has no interval where it hangs on few, whichever these are', () => {
    const random = stream(4);
    const list = Array.from({ length: 300 }, () => ({
      edge: 3 * Math.exp(0.5 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(6.3 * random())),
      at: 5 + Math.floor(60 * random()),
    }));
    for (const most of [Infinity, 8]) {
      const own = list.filter(({ edge }) => edge < most);
      const { volume, number } = distribution(cubes(own), { border: 'include' });
      expect(volume.meanInterval).toBeNull();
      expect(volume.meanReason).toMatch(/hangs on a few of the largest/);
      expect(number.meanReason).toBeNull();
    }
  });

  test('objects below minVoxels are left out, and counted', () => {
    const list = randomCubes(200, 9);
    const found = distribution(cubes(list), { minVoxels: 27 });
    const kept = list.filter(({ edge }) => edge >= 3);
    expect(found.countSmall).toBe(200 - kept.length);
    expect(found.countSmall).toBeGreaterThan(20);
    const volumeOf = (of: typeof list) => of.reduce((sum, { edge }) => sum + edge ** 3, 0);
    expect(found.volumeSmall).toBeCloseTo(1 - volumeOf(kept) / volumeOf(list), 12);
    const alone = distribution(cubes(kept));
    expect(found).toMatchObject({ count: kept.length, minVoxels: 27, number: alone.number });
    expect(found.volume).toEqual(alone.volume);
    expect(found.curve).toEqual(alone.curve);
    expect(alone).toMatchObject({ countSmall: 0, volumeSmall: 0 });
    expect(() => distribution(cubes(list), { minVoxels: 0 })).toThrow(/minVoxels is 0/);
  });

  test('the number density is that of the definition, in 3D and of a slice', () => {
    const list = randomCubes(300, 2);
    const inside = list.filter(({ edge, at }) => at > 0 && at + edge < 100);
    const { numberDensity } = distribution(cubes(list));
    const expected = inside.reduce((sum, { edge }) => sum + 1 / (99 - edge) ** 3, 0);
    expect(numberDensity!.value).toBeCloseTo(expected, 15);
    expect(numberDensity!.unit).toBe('1/µm³');
    const [lo, hi] = numberDensity!.interval!;
    expect(lo).toBeLessThan(expected);
    expect(hi).toBeGreaterThan(expected);
    const whole = cubes(list);
    const slice = { ...whole, window: { ...whole.window, size: [100, 100, 1] as const } };
    const flat = distribution({ ...slice, window: { ...slice.window, spacing: [2, 2, 7] } });
    const onSlice = inside.reduce((sum, { edge }) => sum + 1 / (99 - edge) ** 2, 0);
    expect(flat.numberDensity!.value).toBeCloseTo(onSlice / 4, 12);
    expect(flat.numberDensity!.unit).toBe('1/µm²');
    expect(distribution(whole, { border: 'include' }).numberDensity).toBeNull();
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
      const { curve } = distribution(cubes(list), { border });
      const last = curve.diameter.findIndex((d) => d > diameterOf(2) + 1e-9);
      return 1 - curve.number[last - 1]!;
    };
    expect(fractionLarge('exclude')).toBeLessThan(0.2);
    expect(fractionLarge('weighted')).toBeGreaterThan(0.4);
    expect(fractionLarge('weighted')).toBeLessThan(0.6);
  });

  test('an interval holds what the definition says, with groups and seen weight', () => {
    const random = stream(17);
    for (const [n, extra, count] of [
      [40, 0, 8],
      [60, 25, 8],
      [200, 50, 9],
    ] as const) {
      const values = Array.from({ length: n }, () => Math.round(40 * random()) / 4).sort(
        (a, b) => a - b,
      );
      const weights = values.map((v) => v ** 3 * (0.5 + random()));
      const parts = [...weights.map((w) => w * random()), ...weights.slice(0, extra)];
      const partGroups = parts.map(() => Math.floor(count * random()));
      const groups = partGroups.slice(0, n);
      const t = studentQuantile(count - 1);
      for (const p of [0.1, 0.5, 0.9]) {
        const twin = { values, weights, groups, count, parts, partGroups };
        const [lo, hi] = percentileScoreInterval(
          {
            values: Float64Array.from(values),
            weights: Float64Array.from(weights),
            groups: { of: Uint8Array.from(groups), count },
            whole: { parts: Float64Array.from(parts), of: Uint8Array.from(partGroups) },
          },
          p,
        );
        const held = [0, ...values].filter((x) => holdsTwin(twin, p, x, t));
        expect(lo).toBe(held[0] ?? values[n - 1]);
        // The share of what lies below is a step: it holds up to the value of the next step.
        const after = values.find((x) => x > (held.at(-1) ?? Infinity));
        expect(hi).toBe(after ?? Infinity);
      }
    }
  });

  test('many objects have a narrow interval', () => {
    const random = stream(2);
    const list = Array.from({ length: 20000 }, () => {
      const edge = 1 + 20 * random();
      const anywhere = (): number => 1 + Math.floor((98 - edge) * random());
      return { edge, at: anywhere(), across: [anywhere(), anywhere()] as const };
    });
    const { number, volume } = distribution(cubes(list), { border: 'exclude' });
    for (const { d50 } of [number, volume]) {
      const [lo, hi] = d50.interval!;
      expect(lo).toBeLessThan(d50.value);
      expect(hi).toBeGreaterThan(d50.value);
      expect(hi - lo).toBeLessThan(0.06 * d50.value);
    }
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
      const { number } = distribution(measures);
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
