import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPS } from '../../src/engine/registry.js';
import { arithmeticNode } from '../../src/filters/arithmetic.js';
import { alignSlicesNode } from '../../src/filters/alignment.js';
import { bin } from '../../src/filters/bin.js';
import { cast } from '../../src/filters/cast.js';
import { clip } from '../../src/filters/clip.js';
import { crop } from '../../src/filters/crop.js';
import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../../src/filters/derivatives.js';
import { flattenBackgroundNode, flattenSlicesNode } from '../../src/filters/flatten.js';
import { flip } from '../../src/filters/flip.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { greyInvertNode } from '../../src/filters/grey_invert.js';
import { greyDilate, greyErode } from '../../src/filters/grey_morphology.js';
import { localContrastNode } from '../../src/filters/local_contrast.js';
import { median } from '../../src/filters/median.js';
import { pad } from '../../src/filters/pad.js';
import { rank } from '../../src/filters/rank.js';
import { removeRingsNode } from '../../src/filters/remove_rings.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import { resample } from '../../src/filters/resample.js';
import { resampleToNode } from '../../src/filters/resample_to.js';
import { rescaleNode } from '../../src/filters/rescale.js';
import { unsharpNode } from '../../src/filters/unsharp.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { voxels } from '../../src/recipe/length.js';
import { translation } from '../../src/recipe/simple_transforms.js';
import { equals } from '../../src/segmentation/equals.js';
import { extremaNode } from '../../src/segmentation/extrema.js';
import { localThresholdNode } from '../../src/segmentation/local_threshold.js';
import { otsuThreshold } from '../../src/segmentation/otsu_threshold.js';
import { reconstruct } from '../../src/segmentation/reconstruct.js';
import { separate } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { watershed } from '../../src/segmentation/watershed.js';
import type { Histogram } from '../../src/stats/histogram.js';
import { histogramNode } from '../../src/stats/histogram.js';
import { measureNode, type Measures } from '../../src/stats/measure.js';
import { momentsNode, type Moments } from '../../src/stats/moments.js';
import { noiseNode } from '../../src/stats/noise.js';
import { percentileNode } from '../../src/stats/objects/object_percentile.js';
import { rangeNode } from '../../src/stats/range.js';
import type { TableData } from '../../src/recipe/table_data.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { heldBy } from '../ops/held.js';

const INF = Infinity;
/** The line that all ops meet. */
const LINE = [1, NaN, 3, INF, -INF, -0, 0, 7, 2];

let engine: TestEngine;
let line: Node;
beforeAll(async () => {
  engine = await openTestEngine();
  line = await engine.source(Float32Array.from(LINE), [LINE.length, 1, 1]);
});
afterAll(() => engine.close());

async function read(node: Node): Promise<number[]> {
  return Array.from(await engine.grid(node));
}

/** Orders as the docs of median, rank and grey morphology say: −0 below +0, NaN above all. */
function byBits(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b || Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

/** The three voxels around each voxel, the border reflected. */
function windows(): number[][] {
  return LINE.map((_, i) =>
    [-1, 0, 1].map((d) => LINE[Math.min(LINE.length - 1, Math.max(0, i + d))]!),
  );
}

/** A rule per op, as its doc states it. */
const RULES: Readonly<Record<string, () => Promise<void>>> = {
  async watershed() {
    const ids = await engine.source(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 2), [LINE.length, 1, 1]);
    const markers = makeNode(toLabels, { volume: ids });
    // NaN is a dam; the infinities are heights.
    expect(await read(makeNode(watershed, { volume: line, markers }))).toEqual([
      1, 0, 2, 2, 2, 2, 2, 2, 2,
    ]);
  },
  async separate() {
    // A smoothed distance that is not finite has no background near: it is the highest. Outside of
    // the mask it is nothing.
    const mask = makeNode(threshold, { volume: line }, { lo: -Infinity, hi: 6 });
    const labels = await read(makeNode(separate, { mask, smoothed: line }, { minContrast: 0 }));
    expect(labels).toEqual([1, 0, 2, 0, 3, 3, 3, 0, 4]);
  },
  async reconstruct() {
    // NaN is a wall; −0 becomes 0.
    expect(await read(makeNode(reconstruct, { volume: line, seed: line }))).toEqual(
      LINE.map((v) => v + 0),
    );
    const low = await engine.source(new Float32Array(LINE.length).fill(-2), [LINE.length, 1, 1]);
    expect(await read(makeNode(reconstruct, { volume: line, seed: low }))).toEqual([
      -2,
      NaN,
      -2,
      -2,
      -INF,
      -2,
      -2,
      -2,
      -2,
    ]);
  },
  async extrema() {
    expect(await read(extremaNode(line, { of: 'maxima' }))).toEqual([1, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect(await read(extremaNode(line, { of: 'minima', h: 4 }))).toEqual([
      1, 0, 1, 0, 1, 0, 0, 0, 1,
    ]);
  },
  async localThreshold() {
    const local = (params: object): Promise<number[]> =>
      read(localThresholdNode(line, { size: [3, 1, 1], ...params }));
    // Finite voxels of each window alone make the mean; NaN is never above, +∞ always.
    expect(await local({})).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect(await local({ method: 'niblack', k: 1 })).toEqual([0, 0, 0, 1, 0, 0, 1, 1, 1]);
    expect(() => localThresholdNode(line, { offset: NaN })).toThrow(/offset is NaN/);
  },
  async threshold() {
    expect(await read(makeNode(threshold, { volume: line }, { lo: -INF, hi: INF }))).toEqual([
      1, 0, 1, 1, 1, 1, 1, 1, 1,
    ]);
    expect(await read(makeNode(threshold, { volume: line }, { lo: 0 }))).toEqual([
      1, 0, 1, 1, 0, 1, 1, 1, 1,
    ]);
    expect(() => makeNode(threshold, { volume: line }, { lo: NaN })).toThrow(/lo is NaN/);
  },
  async equals() {
    expect(await read(makeNode(equals, { grid: line }, { values: [0, INF] }))).toEqual([
      0, 0, 0, 1, 0, 1, 1, 0, 0,
    ]);
    expect(() => makeNode(equals, { grid: line }, { values: [NaN] })).toThrow(/values/);
  },
  async cast() {
    expect(await read(makeNode(cast, { volume: line }, { dtype: 'u8' }))).toEqual([
      1, 0, 3, 255, 0, 0, 0, 7, 2,
    ]);
    expect(await read(makeNode(cast, { volume: line }, { dtype: 'i16' }))).toEqual([
      1, 0, 3, 32767, -32768, 0, 0, 7, 2,
    ]);
    expect(await read(makeNode(cast, { volume: line }, { dtype: 'f32' }))).toEqual(LINE);
  },
  async clip() {
    expect(await read(makeNode(clip, { volume: line }, { lo: 1, hi: 5 }))).toEqual([
      1,
      NaN,
      3,
      5,
      1,
      1,
      1,
      5,
      2,
    ]);
  },
  async arithmetic() {
    expect(await read(arithmeticNode('add', line, 1))).toEqual([2, NaN, 4, INF, -INF, 1, 1, 8, 3]);
    expect(await read(arithmeticNode('min', line, 2))).toEqual([1, NaN, 2, 2, -INF, -0, 0, 2, 2]);
    expect(await read(arithmeticNode('max', line, 2))).toEqual([2, NaN, 3, INF, 2, 2, 2, 7, 2]);
    expect(await read(arithmeticNode('subtract', line, line))).toEqual([
      0,
      NaN,
      0,
      NaN,
      NaN,
      0,
      0,
      0,
      0,
    ]);
  },
  async median() {
    // Along y and z the one voxel is repeated, so the window is nine times the three along x.
    expect(await read(makeNode(median, { volume: line }))).toEqual(
      windows().map((w) => w.sort(byBits)[1]),
    );
  },
  async rank() {
    const at = (percentile: number): Node => makeNode(rank, { volume: line }, { percentile });
    expect(await read(at(0))).toEqual(windows().map((w) => w.sort(byBits)[0]));
    expect(await read(at(100))).toEqual(windows().map((w) => w.sort(byBits)[2]));
  },
  async greyErode() {
    expect(await read(makeNode(greyErode, { volume: line }))).toEqual(
      windows().map((w) => w.sort(byBits)[0]),
    );
  },
  async greyDilate() {
    expect(await read(makeNode(greyDilate, { volume: line }))).toEqual(
      windows().map((w) => w.sort(byBits)[2]),
    );
  },
  async gaussian() {
    const data = new Float32Array(40);
    [data[12], data[30]] = [NaN, INF];
    const smooth = await read(
      makeNode(gaussian, { volume: await engine.source(data, [40, 1, 1]) }, { sigma: voxels(1) }),
    );
    smooth.forEach((v, i) => {
      expect(v, String(i)).toEqual(Math.abs(i - 12) <= 4 ? NaN : Math.abs(i - 30) <= 4 ? INF : 0);
    });
  },
  async greyInvert() {
    expect(await read(greyInvertNode(line))).toEqual([6, NaN, 4, -INF, INF, 7, 7, 0, 5]);
  },
  async localContrast() {
    const out = await read(localContrastNode(line, { size: 5 }));
    LINE.forEach((v, i) => {
      if (Number.isFinite(v)) expect(Number.isFinite(out[i]), String(i)).toBe(true);
      else expect(out[i]).toEqual(v);
    });
  },
  async bin() {
    const by = (how: string): Promise<number[]> =>
      read(makeNode(bin, { grid: line }, { factor: [3, 1, 1], by: how }));
    expect(await by('mean')).toEqual([NaN, NaN, 3]);
    // All different: the least.
    expect(await by('mode')).toEqual([1, -INF, 0]);
  },
  async crop() {
    expect(
      await read(
        makeNode(crop, { grid: line }, { region: { origin: [1, 0, 0], size: [4, 1, 1] } }),
      ),
    ).toEqual(LINE.slice(1, 5));
  },
  async flip() {
    expect(await read(makeNode(flip, { grid: line }, { axes: 'x' }))).toEqual(LINE.toReversed());
  },
  async pad() {
    expect(await read(makeNode(pad, { grid: line }, { before: [1, 0, 0], value: 9 }))).toEqual([
      9,
      ...LINE,
    ]);
  },
  async resample() {
    const out = await read(makeNode(resample, { grid: line }, { size: [LINE.length, 1, 1] }));
    // The same places: a sample that takes nothing of a neighbour does not get its NaN either.
    expect(out.map((v) => v + 0)).toEqual(LINE.map((v) => v + 0));
    const data = new Float32Array(20).fill(1);
    data[10] = NaN;
    const doubled = await read(
      makeNode(resample, { grid: await engine.source(data, [20, 1, 1]) }, { size: [40, 1, 1] }),
    );
    expect(doubled.map(Number.isNaN).indexOf(true)).toBeGreaterThanOrEqual(18);
    expect(doubled.map(Number.isNaN).lastIndexOf(true)).toBeLessThanOrEqual(23);
    expect(doubled.some(Number.isNaN)).toBe(true);
  },
  async resampleTo() {
    const size = [LINE.length, 1, 1] as const;
    const moved = (x: number): Promise<number[]> =>
      read(
        resampleToNode(
          line,
          { size, spacing: [1, 1, 1], origin: [0, 0, 0] },
          translation([x, 0, 0]),
          { border: 'nearest' },
        ),
      );
    expect(await moved(0)).toEqual(LINE);
    // Between two voxels: of the infinities NaN.
    expect((await moved(0.5)).map((v) => v + 0)).toEqual([
      NaN,
      NaN,
      INF,
      NaN,
      -INF,
      0,
      3.5,
      4.5,
      2,
    ]);
  },
  async rescale() {
    expect(await read(rescaleNode(line, { from: [0, 4], to: [0, 1] }))).toEqual([
      0.25,
      NaN,
      0.75,
      1,
      0,
      0,
      0,
      1,
      0.5,
    ]);
    expect(await read(rescaleNode(line, { from: [0, 4], to: [0, 1], clip: false }))).toEqual([
      0.25,
      NaN,
      0.75,
      INF,
      -INF,
      0,
      0,
      1.75,
      0.5,
    ]);
  },
  async histogram() {
    const { total, below, above, nan, min, max } = (await engine.value(
      histogramNode(line),
    )) as Histogram;
    expect({ total, below, above, nan, min: min + 0, max }).toEqual({
      total: 6,
      below: 1,
      above: 1,
      nan: 1,
      min: 0,
      max: 7,
    });
  },
  async otsuThreshold() {
    const two = await engine.source(
      Float32Array.from([1, 1, 1, 9, 9, 9, NaN, INF, -INF]),
      [9, 1, 1],
    );
    const above = makeNode(otsuThreshold, { histogram: histogramNode(two) });
    expect(await read(makeNode(threshold, { volume: two, above }))).toEqual([
      0, 0, 0, 1, 1, 1, 0, 1, 0,
    ]);
  },
  async moments() {
    const { count, nonFinite, sum, min, max } = (await engine.value(
      momentsNode(line),
    )) as Moments & { nonFinite: number };
    expect({ count, nonFinite, sum, min: min + 0, max }).toEqual({
      count: 6,
      nonFinite: 3,
      sum: 13,
      min: 0,
      max: 7,
    });
  },
  async range() {
    expect(await engine.value(rangeNode(line))).toMatchObject({
      count: 6,
      nan: 1,
      infinite: 2,
      min: 0,
      max: 7,
    });
    const none = await engine.source(Float32Array.from([NaN, INF]), [2, 1, 1]);
    expect(await engine.value(rangeNode(none))).toMatchObject({ count: 0, min: NaN, max: NaN });
  },
  async measure() {
    const ids = await engine.source(new Uint8Array(LINE.length).fill(1), [LINE.length, 1, 1]);
    const labels = makeNode(toLabels, { volume: ids });
    const { columns } = (await engine.value(measureNode(labels, { intensity: line }))) as Measures;
    const column = (name: string): number | undefined =>
      columns.find((c) => c.name === name)?.data[0];
    expect([column('intensityMin')! + 0, column('intensityMax')]).toEqual([0, 7]);
  },
  async objectDeviations() {
    const ids = await engine.source(
      Uint8Array.from(LINE, () => 1),
      [LINE.length, 1, 1],
    );
    const labels = makeNode(toLabels, { volume: ids });
    const { columns } = (await engine.value(measureNode(labels, { intensity: line }))) as Measures;
    const column = (name: string): number | undefined =>
      columns.find((c) => c.name === name)?.data[0];
    // Of 0, 0, 1, 2, 3, 7.
    expect(column('intensityMean')).toBeCloseTo(13 / 6, 12);
    expect(column('intensityStd')).toBeCloseTo(Math.sqrt(63 / 6 - (13 / 6) ** 2), 12);
  },
  async objectDigit() {
    const ids = await engine.source(new Uint8Array(LINE.length).fill(1), [LINE.length, 1, 1]);
    const labels = makeNode(toLabels, { volume: ids });
    // Of 0, 0, 1, 2, 3, 7: NaN and the infinities have no part.
    for (const [p, value] of [
      [0, 0],
      [0.5, 1],
      [1, 7],
    ] as const) {
      const { columns } = (await engine.value(percentileNode(labels, line, p))) as TableData;
      expect(Array.from(columns[1]!.data)).toEqual([value]);
    }
  },
  toLabels() {
    expect(() => makeNode(toLabels, { volume: line })).toThrow(/f32/);
    return Promise.resolve();
  },
  toPhases() {
    expect(() => makeNode(toPhases, { volume: line }, { phases: { a: 0 } })).toThrow(/f32/);
    return Promise.resolve();
  },
};

/**
 * Filters in whose window a NaN or an infinity makes NaN or an infinity, and leaves all else
 * finite.
 */
const SPREADING: Readonly<Record<string, (volume: Node) => Node>> = {
  gaussianDerivative: (volume) =>
    makeNode(gaussianDerivative, { volume }, { sigma: voxels(1), order: [2, 0, 0] }),
  gradientMagnitude: (volume) => makeNode(gradientMagnitude, { volume }, { sigma: voxels(1) }),
  laplacian: (volume) => makeNode(laplacian, { volume }, { sigma: voxels(1) }),
  hessianEigenvalue: (volume) => makeNode(hessianEigenvalue, { volume }, { sigma: voxels(1) }),
  structureEigenvalue: (volume) =>
    makeNode(structureEigenvalue, { volume }, { sigma: voxels(1), rho: voxels(1) }),
  unsharp: (volume) => unsharpNode(volume, { sigma: voxels(1), amount: 1 }),
};

/** Corrections that leave NaN out of what they estimate, and keep it where it is. */
const KEEPING: Readonly<Record<string, (volume: Node) => Node>> = {
  flattenSlices: (volume) => flattenSlicesNode(volume),
  flattenBackground: (volume) => flattenBackgroundNode(volume),
  removeRings: (volume) => removeRingsNode(volume),
  removeStripes: (volume) => removeStripesNode(volume),
};

/**
 * Ops whose rule is held by another test: estimates through the corrections that take them, the
 * denoisers in tests/filters/denoise.test.ts; or that refuse f32.
 */
const ELSEWHERE = new Set([
  // Squared diameters are u32.
  'faceValues',
  'largestBalls',
  // tests/structure/thickness.test.ts: diameters without end are refused; they are never NaN.
  'sizeCurve',
  'thicknessDistribution',
  // Heights over a fitted surface are finite.
  'depthProfile',
  // Of 16-bit integers.
  'otsuLevel',
  // tests/segmentation/thresholds.test.ts: NaN is above no threshold.
  'classify',
  // tests/transport/network.test.ts: the distances that it is given may be infinite, never NaN.
  'network',
  ...[
    'source',
    'integerArithmetic',
    'bilateral',
    'nonLocalMeans',
    'anisotropicDiffusion',
    'totalVariation',
  ],
  ...[
    'gaussianDerivative',
    'gradientMagnitude',
    'laplacian',
    'hessianEigenvalue',
    'structureEigenvalue',
    'unsharp',
  ],
  ...[
    'flatten',
    'removeRings',
    'removeStripes',
    'sliceLevels',
    'background',
    'ringProfile',
    'stripeProfile',
  ],
  ...['alignSlices', 'drift', 'noise', 'ringClasses', 'stripeClasses'],
]);

describe('NaN and the infinities in f32', () => {
  test.each(Object.entries(RULES))('%s follows its rule', async (_, rule) => {
    await rule();
  });

  test.each(Object.entries(SPREADING))('%s spreads them over its window', async (_, make) => {
    for (const odd of [NaN, INF]) {
      const data = Float32Array.from({ length: 48 }, (__, i) => i % 5);
      data[24] = odd;
      const out = await read(make(await engine.source(data, [48, 1, 1])));
      expect(Number.isFinite(out[24]), String(odd)).toBe(false);
      out.forEach((v, i) => {
        if (Math.abs(i - 24) > 10)
          expect(Number.isFinite(v), `${String(odd)} at ${String(i)}`).toBe(true);
      });
    }
  });

  test.each(Object.entries(KEEPING))('%s keeps NaN where it is', async (_, make) => {
    const data = Float32Array.from({ length: 32 * 32 * 3 }, (__, i) => 100 + ((i * 37) % 11));
    data[700] = NaN;
    const out = await read(make(await engine.source(data, [32, 32, 3])));
    expect(out.map((v, i) => (Number.isFinite(v) ? -1 : i)).filter((i) => i >= 0)).toEqual([700]);
  });

  test('drift, alignment and noise leave them out', async () => {
    const data = Float32Array.from({ length: 32 * 32 * 3 }, (_, i) => 100 + ((i * 37) % 11));
    const clean = await engine.value(noiseNode(await engine.source(data, [32, 32, 3])));
    data[700] = NaN;
    data[1500] = INF;
    const odd = await engine.source(data, [32, 32, 3]);
    expect(Number.isFinite(clean)).toBe(true);
    expect(Number.isFinite(await engine.value(noiseNode(odd)))).toBe(true);
    const out = await read(alignSlicesNode(odd));
    expect(out.filter((v) => !Number.isFinite(v)).length).toBeLessThan(100);
    expect(out[700]).toEqual(NaN);
  });

  test('every op that takes a volume has a rule here or in a test of its own', () => {
    const takers = [...OPS.values()].filter((op) =>
      Object.values(op.inputs).some(({ kinds }) => (kinds as readonly string[]).includes('volume')),
    );
    const inTheirTests = heldBy('testNonFinite');
    const without = takers
      .map((op) => op.name)
      .filter(
        (name) => RULES[name] === undefined && !ELSEWHERE.has(name) && !inTheirTests.has(name),
      );
    expect(
      without,
      'Call testNonFinite(op, …) of tests/ops/non_finite.ts in the test of each of these ops.',
    ).toEqual([]);
  });
});
