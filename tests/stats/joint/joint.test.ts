import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GridArray } from '../../../src/recipe/dtype.js';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../../src/recipe/op.js';
import { jointPhases, jointPhasesNode } from '../../../src/segmentation/joint_phases.js';
import { toPhases } from '../../../src/segmentation/to_phases.js';
import {
  calibration,
  calibrationNode,
  isotonic,
  type CalibrationValue,
} from '../../../src/stats/joint/calibration.js';
import {
  colocalizationNode,
  correlationNode,
  type ColocalizationValue,
  type VolumeCorrelationValue,
} from '../../../src/stats/joint/correlation.js';
import {
  jointHistogram,
  jointHistogramNode,
  type JointHistogramValue,
} from '../../../src/stats/joint/joint_histogram.js';
import { pairSums } from '../../../src/stats/joint/pair_sums.js';
import { overlap, type OverlapValue } from '../../../src/stats/joint/overlap.js';
import { ranksOf } from '../../../src/stats/distributions/correlation.js';
import { openTestEngine, type TestEngine } from '../../harness.js';
import { testNonFinite } from '../../ops/non_finite.js';
import { testTraffic } from '../../ops/traffic.js';
import { asMask, stream } from '../inputs.js';

const SIZE: Vec3 = [37, 18, 5];
const VOXELS = 37 * 18 * 5;
const random = stream(3);
const base = Float64Array.from({ length: VOXELS }, () => random());
const bytes = Uint8Array.from(base, (v) => Math.floor(200 * v) + 20);
const words = Int16Array.from(base, (v) => Math.floor(900 * v * v + 300 * random()) - 500);
const floats = Float32Array.from(base, (v) => 3 * random() - v);
const bits = Uint8Array.from(base, () => (random() < 0.6 ? 1 : 0));

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 7, 2] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

/** The same value from whole volumes and from bricks. */
async function both<T>(make: (a: Node, b: Node, within: Node) => Node, ...of: GridArray[]) {
  const values: unknown[] = [];
  for (const e of [whole, bricked]) {
    const [a, b] = [await e.source(of[0]!, SIZE), await e.source(of[1]!, SIZE)];
    values.push(await e.value(make(a, b, asMask(await e.source(bits, SIZE)))));
  }
  expect(values[1]).toEqual(values[0]);
  return values[0] as T;
}

function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  const [mx, my] = [x, y].map((v) => Array.from(v).reduce((s, k) => s + k, 0) / n);
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    xx += (x[i]! - mx!) ** 2;
    yy += (y[i]! - my!) ** 2;
    xy += (x[i]! - mx!) * (y[i]! - my!);
  }
  return xy / Math.sqrt(xx * yy);
}

describe('joint histogram', () => {
  test.each([
    ['u8 and i16', bytes, words, 64],
    ['i16 and f32', words, floats, 50],
    ['f32 and u8, a bin for each value', floats, bytes, 256],
  ] as const)('of %s equals its twin, in bricks as whole', async (_, a, b, bins) => {
    const found = await both<JointHistogramValue>(
      (a, b, within) => jointHistogramNode(a, b, within, bins),
      a,
      b,
    );
    const edgesOf = (v: GridArray): number[] => {
      const inside = Array.from(v).filter((_, i) => bits[i] === 1);
      const [min, max] = [Math.min(...inside), Math.max(...inside)];
      if (v instanceof Float32Array)
        return Array.from({ length: bins + 1 }, (_, i) =>
          i === bins ? max : min + i * ((max - min) / bins),
        );
      const width = Math.ceil((max - min + 1) / bins);
      return Array.from(
        { length: Math.ceil((max - min + 1) / width) + 1 },
        (_, i) => min + i * width,
      );
    };
    const [ea, eb] = [edgesOf(a), edgesOf(b)];
    expect([...found.edgesA]).toEqual(ea);
    const twin = new Float64Array((ea.length - 1) * (eb.length - 1));
    const binOf = (v: number, e: number[]): number =>
      Math.min(
        e.length - 2,
        e.findLastIndex((edge) => edge <= v),
      );
    for (let i = 0; i < VOXELS; i += 1)
      if (bits[i] === 1) twin[binOf(a[i]!, ea) * (eb.length - 1) + binOf(b[i]!, eb)]! += 1;
    expect(found.counts).toEqual(twin);
    expect(found.total).toBe(bits.reduce((s, k) => s + k, 0));
    expect(found.missing).toBe(0);
  });

  testNonFinite(jointHistogram, async () => {
    const odd = Float32Array.of(NaN, 1, Infinity, 2, -Infinity, 3);
    const a = await whole.source(odd, [6, 1, 1]);
    const b = await whole.source(new Uint8Array(6).fill(4), [6, 1, 1]);
    const found = (await whole.value(
      jointHistogramNode(a, b, undefined, 4),
    )) as JointHistogramValue;
    expect([found.total, found.missing]).toEqual([3, 3]);
  });
});

describe('correlation', () => {
  test('Pearson of integers and of f32 equals its twin', async () => {
    for (const [a, b, digits] of [
      [bytes, words, 12],
      [words, floats, 5],
    ] as const) {
      const found = await both<VolumeCorrelationValue>(
        (a, b, within) => correlationNode({ a, b, within, block: 9 }, 'pearson'),
        a,
        b,
      );
      const inside = (v: GridArray): number[] => Array.from(v).filter((_, i) => bits[i] === 1);
      expect(found.value).toBeCloseTo(pearson(inside(a), inside(b)), digits);
      expect(found.interval[0]).toBeLessThan(found.value);
      expect(found.interval[1]).toBeGreaterThan(found.value);
      expect(found.blocks).toBe(5 * 2);
      expect(found.voxels).toBe(inside(a).length);
    }
  });

  test('Spearman equals that of mean ranks', async () => {
    const found = await both<VolumeCorrelationValue>(
      (a, b) => correlationNode({ a, b, within: undefined, block: undefined }, 'spearman'),
      bytes,
      words,
    );
    const ranks = [bytes, words].map((v) => ranksOf(Float64Array.from(v)));
    expect(found.value).toBeCloseTo(pearson(ranks[0]!, ranks[1]!), 4);
    expect(found.significance).toBeCloseTo(0.002, 9);
  });

  test('without spread there is none', async () => {
    const flat = new Uint8Array(VOXELS).fill(3);
    const found = await both<VolumeCorrelationValue>(
      (a, b) => correlationNode({ a, b, within: undefined, block: undefined }, 'pearson'),
      flat,
      bytes,
    );
    expect([found.value, ...found.interval]).toEqual([NaN, NaN, NaN]);
  });

  // The op behind all of them.
  testNonFinite(pairSums, async () => {
    const [odd, kept] = [floats.slice(), Uint8Array.from(floats, () => 1)];
    [NaN, Infinity, -Infinity].forEach((value, i) => {
      odd[500 * i + 7] = value;
      kept[500 * i + 7] = 0;
    });
    const [a, b] = [await whole.source(bytes, SIZE), await whole.source(odd, SIZE)];
    const of = async (on: Node, within?: Node) =>
      (await whole.value(
        correlationNode({ a, b: on, within, block: 9 }, 'pearson'),
      )) as VolumeCorrelationValue;
    const clean = await whole.source(floats, SIZE);
    expect(await of(b)).toEqual(await of(clean, asMask(await whole.source(kept, SIZE))));
  });

  test("Manders' coefficients equal their twins", async () => {
    const counts = Uint16Array.from(words, (v) => Math.max(0, v + 300));
    const thresholds = { thresholdA: 90, thresholdB: 250 };
    const found = await both<ColocalizationValue>(
      (a, b) => colocalizationNode({ a, b, within: undefined, block: undefined }, thresholds),
      bytes,
      counts,
    );
    let [ab, a, ba, b] = [0, 0, 0, 0];
    for (let i = 0; i < VOXELS; i += 1) {
      const [x, y] = [bytes[i]!, counts[i]!];
      if (x > 90) a += x;
      if (y > 250) b += y;
      if (x > 90 && y > 250) [ab, ba] = [ab + x, ba + y];
    }
    expect(found.m1).toBeCloseTo(ab / a, 12);
    expect(found.m2).toBeCloseTo(ba / b, 12);
    expect(found.m1Interval[0]).toBeLessThan(found.m1);
    expect(found.m1Interval[1]).toBeGreaterThan(found.m1);
  });
});

describe('overlap', () => {
  test('contingency, Dice and the union of phases equal their twins', async () => {
    const [p, q] = [
      Uint8Array.from(base, (v) => (v < 0.3 ? 0 : v < 0.7 ? 4 : 9)),
      Uint8Array.from(base, (v) => (v + 0.2 * random() < 0.4 ? 0 : v < 0.8 ? 4 : 7)),
    ];
    const named = (node: Node, phases: Record<string, number>): Node =>
      makeNode(toPhases, { volume: node }, { phases });
    const found = await both<OverlapValue>(
      (a, b) =>
        makeNode(overlap, {
          a: named(a, { pore: 0, binder: 4, active: 9 }),
          b: named(b, { active: 7, pore: 0, binder: 4 }),
        }),
      p,
      q,
    );
    expect(found.namesB).toEqual(['pore', 'binder', 'active']);
    const [ca, cb] = [
      [0, 4, 9],
      [0, 4, 7],
    ];
    ca.forEach((x, i) => {
      cb.forEach((y, j) => {
        const n = p.filter((v, k) => v === x && q[k] === y).length;
        expect(found.counts[3 * i + j]).toBe(n);
      });
      const n = (test: (k: number) => boolean): number => p.filter((_, k) => test(k)).length;
      const both = n((k) => p[k] === x && q[k] === cb[i]);
      const either = n((k) => p[k] === x || q[k] === cb[i]);
      const { dice, iou, diceInterval } = found.overlaps[i]!;
      expect(iou).toBeCloseTo(both / either, 12);
      expect(dice).toBeCloseTo((2 * both) / (both + either), 12);
      expect(diceInterval[0]).toBeLessThan(dice);
      expect(diceInterval[1]).toBeGreaterThan(dice);
    });
  });

  test('of masks within a mask; a mask and phases are refused', async () => {
    const found = await both<OverlapValue>(
      (a, b, within) => makeNode(overlap, { a: asMask(a), b: within, within: asMask(b) }),
      Uint8Array.from(base, (v) => (v > 0.5 ? 1 : 0)),
      Uint8Array.from(base, (_, i) => (i % 3 === 0 ? 1 : 0)),
    );
    const n = (test: (k: number) => boolean): number =>
      [...base.keys()].filter((k) => k % 3 === 0 && test(k)).length;
    expect([...found.counts]).toEqual([
      n((k) => base[k]! <= 0.5 && bits[k] === 0),
      n((k) => base[k]! <= 0.5 && bits[k] === 1),
      n((k) => base[k]! > 0.5 && bits[k] === 0),
      n((k) => base[k]! > 0.5 && bits[k] === 1),
    ]);
    expect(found.overlaps.map(({ name }) => name)).toEqual(['inside']);
    const source = await whole.source(bytes, SIZE);
    const phases = makeNode(toPhases, { volume: source }, { phases: { a: 1 } });
    expect(() => makeNode(overlap, { a: asMask(source), b: phases })).toThrow(/overlap/);
  });
});

describe('phases of polygons', () => {
  const polygons = {
    low: [
      [0.3, -600.3],
      [110.2, -600.3],
      [110.2, 0.2],
      [0.3, 0.2],
    ],
    wedge: [
      [80.31, -400.17],
      [240.1, -100.7],
      [240, 900],
    ],
  } as const;
  const inside = (
    polygon: readonly (readonly [number, number])[],
    x: number,
    y: number,
  ): boolean => {
    // Winding by angles, another way than the library's.
    let angle = 0;
    polygon.forEach(([x1, y1], i) => {
      const [x0, y0] = polygon[(i + polygon.length - 1) % polygon.length]!;
      const [a, b] = [Math.atan2(y0 - y, x0 - x), Math.atan2(y1 - y, x1 - x)];
      let turn = b - a;
      if (turn > Math.PI) turn -= 2 * Math.PI;
      if (turn < -Math.PI) turn += 2 * Math.PI;
      angle += turn;
    });
    return Math.abs(angle) > Math.PI;
  };
  test('equal their twin, in bricks as whole', async () => {
    const grids: GridArray[] = [];
    for (const e of [whole, bricked]) {
      const [a, b] = [await e.source(bytes, SIZE), await e.source(words, SIZE)];
      const node = jointPhasesNode(a, b, { polygons, bins: 1024 });
      expect(node.meta.phases).toEqual({ other: 0, low: 1, wedge: 2 });
      grids.push(await e.grid(node));
    }
    expect(grids[1]).toEqual(grids[0]);
    const [min, max] = [Math.min(...words), Math.max(...words)];
    const width = Math.ceil((max - min + 1) / 1024);
    const twin = Uint8Array.from(words, (w, i) => {
      const y = min + Math.floor((w - min) / width) * width + (width - 1) / 2;
      if (inside(polygons.low, bytes[i]!, y)) return 1;
      return inside(polygons.wedge, bytes[i]!, y) ? 2 : 0;
    });
    expect(grids[0]).toEqual(twin);
  });
  testTraffic(
    jointPhases,
    () => whole,
    (volume) => jointPhasesNode(volume, volume, { polygons, bins: 256 }),
    // The same volume twice is read once. Five keys for each, and a phase for each pair of bins.
    { dispatches: 1, perVoxel: 2, besides: 4 * (2 * 5 + 16) },
  );
  testNonFinite(jointPhases, async () => {
    const a = await whole.source(Float32Array.of(NaN, Infinity, 0.5, -Infinity, 0.2), [5, 1, 1]);
    const b = await whole.source(Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.1), [5, 1, 1]);
    const all = {
      all: [
        [-9, -9],
        [9, -9],
        [9, 9],
        [-9, 9],
      ],
    } as const;
    expect([...(await whole.grid(jointPhasesNode(a, b, { polygons: all, bins: 8 })))]).toEqual([
      0, 0, 1, 0, 1,
    ]);
  });
});

describe('calibration', () => {
  test('isotonic means pool what does not rise', () => {
    expect(isotonic([1, 3, 2, NaN, 5], [1, 1, 3, 0, 1], true)).toEqual([1, 2.25, 2.25, NaN, 5]);
    expect(isotonic([5, 2, 3], [1, 2, 2], false)).toEqual([5, 2.5, 2.5]);
  });
  test('means of levels, weighed by the whole, equal their twin in bricks as whole', async () => {
    const fractions = Float32Array.from(bytes, (v) => Math.round((256 * v) / 250) / 256);
    const coarse = Uint8Array.from({ length: 900 }, (_, i) => 20 + ((i * 7) % 60));
    const values: CalibrationValue[] = [];
    for (const e of [whole, bricked]) {
      const all = await e.source(coarse, [30, 30, 1]);
      const node = calibrationNode(
        await e.source(bytes, SIZE),
        await e.source(fractions, SIZE),
        all,
        {
          ...{ bins: 6, method: 'bins', block: null },
        },
      );
      values.push((await e.value(node)) as CalibrationValue);
    }
    expect(values[1]).toEqual(values[0]);
    const found = values[0]!;
    // Bins of ten values from 20 on.
    expect(found.levels.map(({ lo }) => lo)).toEqual([20, 30, 40, 50, 60, 70]);
    let carried = 0;
    found.levels.forEach(({ lo, hi, fraction, whole, sample }) => {
      const inside = fractions.filter((_, i) => bytes[i]! >= lo && bytes[i]! < hi);
      const mean = inside.reduce((s, v) => s + v, 0) / inside.length;
      expect(sample).toBe(inside.length);
      expect(fraction).toBeCloseTo(mean, 6);
      expect(whole).toBe(coarse.filter((v) => v >= lo && v < hi).length);
      carried += (mean * whole) / 900;
    });
    expect(found.fraction).toBeCloseTo(carried, 6);
    expect(found.unseen).toBe(0);
  });

  testNonFinite(calibration, async () => {
    const coarse = await whole.source(Uint8Array.of(10, 10, 10, 20, 20, 20), [6, 1, 1]);
    const of = async (...fractions: number[]) => {
      const fraction = await whole.source(Float32Array.from(fractions), [6, 1, 1]);
      const params = { bins: 2, method: 'bins', block: null } as const;
      return (await whole.value(
        calibrationNode(coarse, fraction, coarse, params),
      )) as CalibrationValue;
    };
    const { levels, fraction, warnings } = await of(0, NaN, 0.5, 1, Infinity, 1.2);
    expect(levels.map((level) => [level.sample, level.fraction])).toEqual([
      [2, 0.25],
      [1, 1],
    ]);
    expect(fraction).toBe(0.625);
    expect(warnings.join()).toMatch(/^3 voxels of the sample are left out/);
    expect((await of(0, 0, 0.5, 1, 1, 1)).warnings).toEqual([]);
    await expect(of(50, 60, 70, 80, 90, 95)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
