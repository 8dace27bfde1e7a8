import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { openEngine } from '../../src/engine/index.js';
import { Run } from '../../src/gpu/index.js';
import type { Lab, Mask, Phases, Volume } from '../../src/index.js';
import { gatherRows } from '../../src/kernels/learn/index.js';
import { classifyVoxels, classProbability, classUncertainty } from '../../src/learn/classify.js';
import { featureRows } from '../../src/learn/feature_rows.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { Random } from '../../src/synthetic/random.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testDevice } from '../harness.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
});
afterAll(async () => {
  await lab.dispose();
});

/** Two layers across x, alike in their mean, of which one is rough; with noise. */
async function layers(on: Lab, size: Vec3, options = {}): Promise<Volume> {
  const random = new Random(3);
  const data = new Uint8Array(size[0] * size[1] * size[2]).map((_, i) => {
    const x = i % size[0];
    return Math.round(100 + random.normal() * (2 * x < size[0] ? 4 : 30));
  });
  return on.open({ data, size }, { spacing: [0.5, 0.5, 0.5], unit: 'µm', ...options });
}

/** A box of marked voxels, by its corners in voxels. */
function box(scan: Volume, from: Vec3, to: Vec3): Mask {
  const center = [0, 1, 2].map((i) => ((from[i]! + to[i]! - 1) / 2) * scan.spacing[i]!);
  const size = [0, 1, 2].map((i) => (to[i]! - from[i]!) * scan.spacing[i]!);
  return scan.shape({ type: 'box', center: center as never, size: size as never });
}

const SIZE: Vec3 = [48, 24, 12];

function strokesOn(scan: Volume) {
  return {
    smooth: box(scan, [2, 3, 5], [12, 20, 6]).or(box(scan, [13, 4, 9], [15, 9, 10])),
    rough: box(scan, [30, 3, 5], [40, 20, 6]),
  };
}

test('texture tells apart what grey levels cannot', async () => {
  const scan = await layers(lab, SIZE);
  const classifier = scan.train({ strokes: strokesOn(scan), scales: [0.5, 1], seed: 1 });
  expect(classifier.names).toEqual(['smooth', 'rough']);
  const phases = scan.classify(classifier);
  const { data } = await phases.read();
  const wrong = data.filter((code, i) => code !== (2 * (i % SIZE[0]) < SIZE[0] ? 0 : 1)).length;
  expect(wrong / data.length).toBeLessThan(0.05);
  const { features } = await classifier.importance();
  expect(features.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 9);
  expect(features[0]!.name).toMatch(/structure|gradient/);
});

test('in bricks and of a slice it gives the same, bit for bit', { timeout: 240_000 }, async () => {
  const bricked = new EngineLab(
    await Engine.open({ device: await testDevice(), brick: [32, 13, 7] }),
  );
  const of = async (on: Lab) => {
    const scan = await layers(on, SIZE);
    const classifier = scan.train({ strokes: strokesOn(scan), scales: [0.5], trees: 20 });
    return {
      classifier,
      codes: (await scan.classify(classifier).read()).data,
      probability: (await scan.probability(classifier, 'rough').read()).data,
      entropy: (await scan.uncertainty(classifier, { measure: 'entropy' }).read()).data,
      slice: (await scan.classify(classifier).slice({ axis: 'z', index: 7 })).data,
    };
  };
  const [whole, parts] = [await of(lab), await of(bricked)];
  expect(parts.codes).toEqual(whole.codes);
  expect(parts.probability).toEqual(whole.probability);
  expect(parts.entropy).toEqual(whole.entropy);
  const slice = SIZE[0] * SIZE[1];
  expect(parts.slice).toEqual(whole.codes.slice(7 * slice, 8 * slice));
  await bricked.dispose();
});

test('another stroke costs the features of its own voxels', async () => {
  const scan = await layers(lab, SIZE);
  const trained = async (strokes: ReturnType<typeof strokesOn>) =>
    (await scan.train({ strokes, scales: [0.5], trees: 5 }).json()).forest;
  const strokes = strokesOn(scan);
  const more = { ...strokes, rough: strokes.rough.or(box(scan, [40, 20, 1], [44, 22, 2])) };
  const cold = await trained(strokes);
  const dispatch = vi.spyOn(Run.prototype, 'dispatch');
  const warm = await trained(more);
  const rows = dispatch.mock.calls.filter(([kernel]) => (kernel as unknown) === gatherRows);
  expect(rows.map(([, { params }]) => (params as { count: number }).count)).toEqual([8]);
  // Of a volume of its own all is computed, and is the same.
  dispatch.mockClear();
  const other = await layers(lab, SIZE);
  const fresh = other.train({
    strokes: { smooth: more.smooth, rough: more.rough },
    ...{ scales: [0.5], trees: 5 },
  });
  expect((await fresh.json()).forest).toEqual(warm);
  expect(dispatch.mock.calls.some(([kernel]) => (kernel as unknown) === gatherRows)).toBe(true);
  dispatch.mockRestore();
  expect(await trained(strokes)).toEqual(cold);
});

test('probabilities say the class, and how unsure it is', async () => {
  const scan = await layers(lab, SIZE);
  const classifier = scan.train({ strokes: strokesOn(scan), scales: [0.5], trees: 20 });
  const { data: codes } = await scan.classify(classifier).read();
  const { data: p } = await scan.probability(classifier, 'rough').read();
  const { data: least } = await scan.uncertainty(classifier).read();
  const { data: margin } = await scan.uncertainty(classifier, { measure: 'margin' }).read();
  codes.forEach((code, i) => {
    expect(p[i]! > 0.5 ? 1 : 0).toBe(code);
    expect(least[i]).toBeCloseTo(Math.min(p[i]!, 1 - p[i]!), 6);
    expect(margin[i]).toBeCloseTo(2 * least[i]!, 6);
  });
});

test('what is written down classifies another scan alike, and is checked', async () => {
  const scan = await layers(lab, SIZE);
  const classifier = scan.train({ strokes: strokesOn(scan), scales: [0.5, 1], trees: 10 });
  const json = JSON.parse(JSON.stringify(await classifier.json())) as Record<string, unknown>;
  const read = lab.classifier(json);
  expect(read.names).toEqual(classifier.names);
  expect((await scan.classify(read).read()).data).toEqual(
    (await scan.classify(classifier).read()).data,
  );
  expect((await read.json()).hash).toBe(json['hash']);
  expect((await read.importance()).features).toEqual((await classifier.importance()).features);
  expect(() => lab.classifier({ ...json, importance: [1] })).toThrow(/changed since/);
  await expect(read.validate().run()).rejects.toThrow(/trained here/);
  const facts = { ...(json['facts'] as object), featuresVersion: 2 };
  expect(() => lab.classifier({ ...json, facts })).toThrow(/version 1/);
});

test('strokes that are left out are judged by the rest', async () => {
  const scan = await layers(lab, SIZE);
  const strokes = strokesOn(scan);
  const more = strokes.rough.or(box(scan, [28, 2, 9], [36, 8, 10]));
  const classifier = scan.train({
    strokes: { ...strokes, rough: more },
    scales: [0.5, 1],
    trees: 10,
  });
  const found = await classifier.validate();
  expect(found).toMatchObject({ strokes: 4, unjudged: [] });
  expect(found.accuracy).toBeGreaterThan(0.9);
  const { counts, classes } = await classifier.confusion();
  expect(classes).toEqual(['smooth', 'rough']);
  expect(counts.flat().reduce((sum, n) => sum + n, 0)).toBe(found.judged);
});

test('labels and phases mark classes as masks do', async () => {
  const scan = await layers(lab, SIZE);
  const { smooth, rough } = strokesOn(scan);
  const options = { scales: [0.5], trees: 10 };
  const by = async (classifier: ReturnType<Volume['train']>) =>
    (await scan.classify(classifier).read()).data;
  const wanted = await by(scan.train({ strokes: { smooth, rough }, ...options }));
  const marks = smooth.asVolume().add(rough.asVolume().multiply(2)).cast('u8');
  const phases = marks.toPhases({ none: 0, smooth: 1, rough: 2 });
  expect(await by(scan.train({ strokes: phases, ...options }))).toEqual(wanted);
});

test('what cannot be learnt is refused', async () => {
  const scan = await layers(lab, SIZE);
  const { smooth, rough } = strokesOn(scan);
  const small = { scales: [0.5], trees: 2 };
  const used = (classifier: ReturnType<Volume['train']>) => classifier.importance().run();
  expect(() => scan.train({ strokes: { smooth } })).toThrow(/2 to 16 classes/);
  expect(() => scan.train({ strokes: { smooth, rough }, scales: [1000] })).toThrow(/within/);
  const wide = { features: ['median'], reaches: [1000] };
  expect(() => scan.train({ strokes: { smooth, rough }, ...wide })).toThrow(/reaches is/);
  expect(() => scan.train({ strokes: { smooth, rough }, features: ['gabor'] })).toThrow(/gabor/);
  const none = smooth.and(rough);
  await expect(used(scan.train({ strokes: { smooth, none }, ...small }))).rejects.toThrow(
    /of none/,
  );
  await expect(
    used(scan.train({ strokes: { smooth, both: smooth.or(rough) }, ...small })),
  ).rejects.toThrow(/overlap/);
  const flat = await lab.open(
    { data: new Uint8Array(SIZE[0] * SIZE[1] * SIZE[2]).fill(7), size: SIZE },
    { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
  );
  await expect(
    used(flat.train({ strokes: strokesOn(flat), features: ['gaussian'], ...small })),
  ).rejects.toThrow(/same/);
  const classifier = scan.train({ strokes: { smooth, rough }, ...small });
  const inPixels = await layers(lab, SIZE, { unit: 'px' });
  expect(() => inPixels.classify(classifier)).toThrow(/unit/);
  const coarse = await layers(lab, SIZE, { spacing: [2, 2, 2] });
  expect(() => coarse.classify(classifier)).toThrow(/resample/);
  const slice = await layers(lab, [48, 24, 1]);
  expect(() => slice.classify(classifier)).toThrow(/dimensions/);
  expect(() => scan.probability(classifier, 'other' as 'rough')).toThrow(/smooth, rough/);
});

/** A volume that is 1 but for one voxel. */
async function withOne(odd: number): Promise<Volume> {
  const data = new Float32Array(SIZE[0] * SIZE[1] * SIZE[2]).map((_, i) => i % 7);
  data[(5 * SIZE[1] + 8) * SIZE[0] + 6] = odd;
  return lab.open({ data, size: SIZE }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
}

/** What is asked of a volume by a classifier is refused where a feature is not finite. */
function refused(ask: (scan: Volume, by: ReturnType<Volume['train']>) => Volume | Phases) {
  return async (): Promise<void> => {
    const scan = await layers(lab, SIZE);
    const by = scan.train({ strokes: strokesOn(scan), scales: [0.5], trees: 2 });
    for (const odd of [NaN, Infinity, -Infinity]) {
      const asked = ask(await withOne(odd), by);
      await expect(asked.read().run()).rejects.toThrow(/not finite/);
      // Far from that voxel all features are finite.
      const away = await asked.slice({ axis: 'x', index: 40 });
      expect(away.data.every((value) => Number.isFinite(value))).toBe(true);
    }
  };
}

testNonFinite(
  classifyVoxels,
  refused((scan, by) => scan.classify(by)),
);
testNonFinite(
  classProbability,
  refused((scan, by) => scan.probability(by, 'rough')),
);
testNonFinite(
  classUncertainty,
  refused((scan, by) => scan.uncertainty(by)),
);

testNonFinite(featureRows, async () => {
  for (const odd of [NaN, Infinity, -Infinity]) {
    const scan = await withOne(odd);
    const train = (strokes: Readonly<Record<string, Mask>>) =>
      scan
        .train({ strokes, scales: [0.5], trees: 2 })
        .importance()
        .run();
    await expect(train(strokesOn(scan))).rejects.toThrow(/finite/);
    const away = { a: box(scan, [20, 3, 5], [24, 20, 6]), b: box(scan, [30, 3, 5], [40, 20, 6]) };
    expect((await train(away)).features.length).toBeGreaterThan(0);
  }
});
