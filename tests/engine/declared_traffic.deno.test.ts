import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alignSlices } from '../../src/filters/align_slices.js';
import { driftNode } from '../../src/filters/alignment.js';
import { asVolume } from '../../src/filters/as_volume.js';
import { cast } from '../../src/filters/cast.js';
import { combine } from '../../src/filters/combine.js';
import { crop } from '../../src/filters/crop.js';
import { greyDilate } from '../../src/filters/grey_morphology.js';
import { invert } from '../../src/filters/invert.js';
import { median } from '../../src/filters/median.js';
import { polarLayout } from '../../src/filters/ring_profile.js';
import { ringClassesNode } from '../../src/filters/ring_classes.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { FILTERS } from '../../src/filters/ops.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { touchingNode, percolatingNode } from '../../src/segmentation/chosen_objects.js';
import { components } from '../../src/segmentation/components.js';
import { expandLabels } from '../../src/segmentation/expand_labels.js';
import { extremaNode } from '../../src/segmentation/extrema.js';
import { foreground } from '../../src/segmentation/foreground.js';
import { labelEdges } from '../../src/segmentation/label_edges.js';
import { labelsWithin } from '../../src/segmentation/labels_within.js';
import { localThresholdNode } from '../../src/segmentation/local_threshold.js';
import { multiOtsuNode } from '../../src/segmentation/multi_otsu.js';
import { SEGMENTATION } from '../../src/segmentation/ops.js';
import { otsuNode } from '../../src/segmentation/otsu_level.js';
import { phasesOfMasksNode } from '../../src/segmentation/phases_of_masks.js';
import { reconstruct } from '../../src/segmentation/reconstruct.js';
import { renumberNode } from '../../src/segmentation/renumber.js';
import { sliceParity } from '../../src/segmentation/slice_parity.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { measureNode } from '../../src/stats/measure.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { heldBy } from '../ops/held.js';
import { blocks, expectTraffic, type StatedTraffic } from '../ops/traffic.js';

const SIZE: Vec3 = [64, 64, 8];
/**
 * What a flood moves per voxel for every visit to its blocks of 8³: these, the shell around them,
 * and these again.
 */
const VISIT = (4 * (512 + 1000 + 512)) / 512;

let engine: TestEngine;
/** A u8 volume with values of 0 … 3, the same as f32, its voxels above 0, and these as objects. */
let v: Node;
let floats: Node;
let mask: Node;
let objects: Node;
let objectCount: number;
beforeAll(async () => {
  engine = await openTestEngine();
  v = await blocks(engine);
  floats = makeNode(cast, { volume: v }, { dtype: 'f32' });
  mask = makeNode(threshold, { volume: v }, { lo: 1 });
  objects = makeNode(components, { grid: mask });
  objectCount = 64;
});
afterAll(() => engine.close());

/** What a doc states, of an op that may be named otherwise than its test. */
interface Stated extends StatedTraffic {
  readonly op?: string;
}

/** Ops by what makes a node of them, whose last step they are or which has them in it. */
const STATED: Readonly<Record<string, readonly [make: () => Node, stated: () => Stated]>> = {
  cast: [
    () => makeNode(cast, { volume: v }, { dtype: 'u16' }),
    () => ({ dispatches: 1, perVoxel: 3 }),
  ],
  combine: [
    () =>
      makeNode(
        combine,
        { a: mask, b: makeNode(threshold, { volume: v }, { lo: 2 }) },
        { operator: 'and' },
      ),
    () => ({ dispatches: 1, perVoxel: 3 / 8 }),
  ],
  invert: [() => makeNode(invert, { mask }), () => ({ dispatches: 1, perVoxel: 1 / 4 })],
  asVolume: [() => makeNode(asVolume, { grid: objects }), () => ({ dispatches: 1, perVoxel: 8 })],
  crop: [
    () => makeNode(crop, { grid: v }, { region: { origin: [1, 0, 0], size: [32, 64, 8] } }),
    () => ({ dispatches: 1, perVoxel: 1 }),
  ],
  greyDilate: [
    () => makeNode(greyDilate, { volume: v }, { size: 3 }),
    () => ({ dispatches: 3, perVoxel: 6 }),
  ],
  // Five times the bytes, of rows that are padded: of 96 voxels here.
  median: [
    () => makeNode(median, { volume: v }, { size: 5 }),
    () => ({ dispatches: 2, perVoxel: 2, mostPerVoxel: 7 }),
  ],
  alignSlices: [
    () => makeNode(alignSlices, { volume: v, drift: driftNode(v, { passes: 1 }) }),
    () => ({ dispatches: 1, perVoxel: 5, besides: 40 * SIZE[2] }),
  ],
  removeStripes: [
    () => removeStripesNode(v, { passes: 0 }),
    () => ({ dispatches: 1, perVoxel: 5, besides: 4 * SIZE[0] * SIZE[2] }),
  ],
  ringClasses: [
    () => ringClassesNode(v, {}),
    () => {
      const { radii } = polarLayout({ size: SIZE, spacing: [1, 1, 1] }, null);
      const directions = 2 ** Math.ceil(Math.log2(7 * radii));
      const besides = 8 * directions + 16 * radii * SIZE[2];
      return { dispatches: 1, perVoxel: 1 + 1 / 8, besides };
    },
  ],
  foreground: [
    () => makeNode(foreground, { labels: objects }),
    () => ({ dispatches: 1, perVoxel: 4 + 1 / 8 }),
  ],
  labelEdges: [
    () => makeNode(labelEdges, { labels: objects }),
    () => ({ dispatches: 1, perVoxel: 4 + 1 / 8 }),
  ],
  labelsWithin: [
    () => makeNode(labelsWithin, { labels: objects, mask }),
    () => ({ dispatches: 1, perVoxel: 8 + 1 / 8 }),
  ],
  labelsIn: [
    () => touchingNode(objects, mask),
    () => ({ perVoxel: 4 + 1 / 8, besides: 2 * 4 * Math.ceil((objectCount + 1) / 32) }),
  ],
  maskOfLabels: [
    () => percolatingNode(mask, { axis: 'z' }),
    () => ({ dispatches: 1, perVoxel: 4 + 1 / 8, besides: 4 * Math.ceil((objectCount + 1) / 32) }),
  ],
  occurringIds: [
    () => renumberNode(objects),
    () => ({ dispatches: 1, perVoxel: 4, besides: 2 * 4 * Math.ceil((objectCount + 1) / 32) }),
  ],
  renumber: [
    () => renumberNode(objects),
    () => ({ dispatches: 1, perVoxel: 8, besides: 4 * (objectCount + 1) }),
  ],
  expandLabels: [
    () => makeNode(expandLabels, { labels: objects }, { distance: 2 }),
    () => ({ dispatches: 3, perVoxel: 40 }),
  ],
  phasesOfMasks: [
    () => phasesOfMasksNode({ a: mask, b: makeNode(invert, { mask }) }),
    () => ({ dispatches: 1, perVoxel: 2 / 8 + 1 }),
  ],
  sliceParity: [
    () => makeNode(sliceParity, { mask }, { axis: 'z' }),
    () => ({ dispatches: 1, perVoxel: 4 + 1 / 8 }),
  ],
  // The range of the ids, and the labels.
  toLabels: [
    () => makeNode(toLabels, { volume: v }),
    () => ({ dispatches: 2, perVoxel: 6, besides: 40 }),
  ],
  toPhases: [
    () => makeNode(toPhases, { volume: v }, { phases: { a: 0, b: 1, c: 2, d: 3 } }),
    () => ({ dispatches: 1, perVoxel: 2, besides: 72 }),
  ],
  classify: [
    () => multiOtsuNode(v, ['a', 'b', 'c'], undefined),
    () => ({ dispatches: 1, perVoxel: 2 }),
  ],
  localThreshold: [
    () => localThresholdNode(v, { size: 3 }),
    () => ({ dispatches: 3, perVoxel: 34 + 1 / 8 }),
  ],
  'localThreshold within a mask': [
    () => localThresholdNode(v, { size: 3 }, mask),
    () => ({ op: 'localThreshold', dispatches: 3, perVoxel: 50 + 2 / 8 }),
  ],
  'localThreshold of f32, mean': [
    () => localThresholdNode(floats, { size: 3 }),
    () => ({ op: 'localThreshold', dispatches: 3, perVoxel: 56 + 1 / 8 }),
  ],
  'localThreshold of u32, mean': [
    () => localThresholdNode(makeNode(cast, { volume: v }, { dtype: 'u32' }), { size: 3 }),
    () => ({ op: 'localThreshold', dispatches: 3, perVoxel: 40 + 1 / 8 }),
  ],
  'localThreshold of f32, niblack': [
    () => localThresholdNode(floats, { size: 3, method: 'niblack' }),
    () => ({ op: 'localThreshold', dispatches: 3, perVoxel: 88 + 1 / 8 }),
  ],
  // Values of 0 … 3: every one has a bin of its own.
  'keyBins of f32': [
    () => otsuNode(floats),
    () => ({ op: 'keyBins', dispatches: 1, perVoxel: 4, besides: 8 * (5 * 65536 + 2) }),
  ],
  'keyCounts of f32, where every value has a bin': [
    () => otsuNode(floats),
    () => ({ op: 'keyCounts', dispatches: 0, perVoxel: 0 }),
  ],
  objectDeviations: [
    () => measureNode(objects, { intensity: floats }),
    () => ({ perVoxel: 8, besides: (8 + 2 * 24) * (objectCount + 1) }),
  ],
  reconstruct: [
    () =>
      makeNode(reconstruct, { volume: v, seed: makeNode(greyDilate, { volume: v }, { size: 3 }) }),
    () => ({ perVoxel: 3 + 12 + VISIT, mostPerVoxel: 3 + 12 + 8 * VISIT }),
  ],
  extrema: [
    () => extremaNode(v, {}),
    () => ({ perVoxel: 14 + 1 / 8 + VISIT, mostPerVoxel: 14 + 1 / 8 + 8 * VISIT }),
  ],
};

/** Test files that hold the traffic of some ops to their docs. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'filters/arithmetic': ['arithmetic', 'clip', 'greyInvert', 'integerArithmetic', 'rescale'],
  'filters/corrections': [
    ...['background', 'flatten', 'removeRings', 'ringProfile', 'sliceLevels'],
    ...['stripeClasses', 'stripeProfile'],
  ],
  'filters/denoise': [
    ...['anisotropicDiffusion', 'bilateral', 'nonLocalMeans', 'totalVariation', 'unsharp'],
  ],
  'filters/derivatives': [
    ...['gaussianDerivative', 'gradientMagnitude', 'hessianEigenvalue', 'laplacian'],
    'structureEigenvalue',
  ],
  'filters/drift': ['drift'],
  'filters/gaussian': ['gaussian'],
  'filters/geometry': ['bin', 'flip', 'pad', 'resample'],
  'filters/grey_morphology': ['greyErode', 'rank'],
  'filters/local_contrast': ['localContrast'],
  'filters/resample_to': ['resampleTo'],
  'segmentation/box_morphology': ['boxMorphology'],
  'segmentation/components': ['components'],
  'segmentation/distance': ['distance'],
  'segmentation/kinds': ['equals'],
  'segmentation/objects': ['keepLabels', 'labelFaces', 'labelSizes'],
  'segmentation/otsu_level': ['otsuLevel'],
  'segmentation/separate': ['separate'],
  'segmentation/skeleton': ['skeleton'],
  'segmentation/threshold': ['threshold'],
  'segmentation/watershed': ['watershed'],
};

test.each(Object.entries(STATED))('%s moves what its doc states', async (name, [make, stated]) => {
  const { op = name, ...traffic } = stated();
  await expectTraffic(engine, make(), op, traffic);
});

test('no op of filters and segmentation is left out', async () => {
  const held = new Set([...Object.keys(STATED), ...heldBy('testTraffic')]);
  for (const [file, ops] of Object.entries(ELSEWHERE)) {
    const text = readFileSync(`tests/${file}.test.ts`, 'utf8');
    expect(text, file).toContain('.costs()');
    for (const op of ops) {
      expect(text, `${op} in ${file}`).toMatch(new RegExp(`\\b${op}(Node)?\\b`));
      held.add(op);
    }
  }
  const implementations = await loadAllImplementations();
  const without = [...FILTERS, ...SEGMENTATION]
    .map(({ name }) => name)
    .filter((name) => !held.has(name) && implementations.get(name)!.kind !== 'host');
  expect(
    without,
    'Call testTraffic(op, …) of tests/ops/traffic.ts in the test of each of these ops.',
  ).toEqual([]);
});
