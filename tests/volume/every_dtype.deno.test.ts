import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { FILTERS } from '../../src/filters/ops.js';
import type { Lab, Labels, Mask, NeuralNetwork, Phases } from '../../src/index.js';
import { DTYPES, makeArray, type Dtype } from '../../src/recipe/dtype.js';
import { SEGMENTATION } from '../../src/segmentation/ops.js';
import { Volume } from '../../src/volume/handles.js';
import { OPERATIONS } from '../../src/operations/families.js';
import { smooth } from '../filters/volumes.js';
import { argumentsOf, callMethod, handlesOf, sampleNetwork } from '../operations/samples.js';
import { testDevice } from '../harness.js';

/**
 * Two materials with noise, whole numbers that every dtype holds: 0 … 120, or −60 … 60 of signed
 * ones.
 */
const SIZE = [34, 20, 6] as const;
const VALUES = smooth(SIZE, 5).map((v, i) => {
  const [x, y] = [i % 34, Math.floor(i / 34) % 20];
  return Math.round((Math.sin(x / 4) + Math.sin(y / 3) > 0 ? 85 : 35) + 0.3 * v);
});

type Grid = Volume | Mask | Labels | Phases;
type Make = (v: Volume, f: (value: number) => number) => Grid;

/**
 * Thresholds of f32 lie at edges of 256 bins, of integers at whole numbers: a few voxels lie
 * between.
 */
const BIN = 0.02;

/**
 * What a volume may become, and how far it may be from what the same values in f32 become: 0 where
 * voxels are taken as f32 or decide by their order; of masks, phases and labels the part of the
 * voxels. Noise is estimated in bins. Corrections take integers of up to 16 bits as they are,
 * others as 65536 levels of their range, so that medians of whole numbers are told to less than 1
 * of the former only; and they tell two classes apart by a threshold. `f` makes a value of the
 * volume from one of 0 … 120, where noise has a standard deviation of 17.
 */
const METHODS: Readonly<Record<string, readonly [within: number, make: Make]>> = {
  median: [0, (v) => v.median()],
  'median of 5': [0, (v) => v.median({ size: 5 })],
  'median of 7': [0, (v) => v.median({ size: 7 })],
  'median of a box': [0, (v) => v.median({ size: [9, 3, 1] })],
  'median of a ball': [0, (v) => v.median({ radius: 2 })],
  rank: [0, (v) => v.rank({ percentile: 20, size: 5, border: 'nearest' })],
  erode: [0, (v) => v.erode({ size: [7, 3, 5] })],
  dilate: [0, (v) => v.dilate({ radius: 3 })],
  'erode by a ball': [0, (v, f) => v.erode({ radius: 2.3, border: 'constant', value: f(9) })],
  topHat: [0, (v) => v.topHat({ size: 5 })],
  bottomHat: [0, (v) => v.bottomHat({ radius: 2 })],
  gaussian: [0, (v) => v.gaussian({ sigma: 1.3 })],
  gaussianDerivative: [0, (v) => v.gaussianDerivative({ sigma: 1.3, order: [1, 0, 2] })],
  gradientMagnitude: [0, (v) => v.gradientMagnitude({ sigma: 1 })],
  laplacian: [0, (v) => v.laplacian({ sigma: 1 })],
  differenceOfGaussians: [0, (v) => v.differenceOfGaussians({ sigma: 1 })],
  hessianEigenvalue: [0, (v) => v.hessianEigenvalue({ sigma: 1 })],
  structureEigenvalue: [0, (v) => v.structureEigenvalue({ sigma: 1, rho: 2, which: 2 })],
  unsharp: [0, (v) => v.unsharp({ sigma: 1 })],
  bilateral: [0, (v) => v.bilateral({ contrast: 40 })],
  'bilateral by its noise': [0.5, (v) => v.bilateral()],
  nonLocalMeans: [0, (v) => v.nonLocalMeans({ search: 5, noise: 10 })],
  anisotropicDiffusion: [0, (v) => v.anisotropicDiffusion({ contrast: 30, iterations: 3 })],
  totalVariation: [0, (v) => v.totalVariation({ weight: 9, iterations: 4 })],
  localContrast: [2e-5, (v) => v.localContrast({ size: 9, epsilon: 1 })],
  flattenSlices: [1.1, (v) => v.flattenSlices()],
  flattenBackground: [2.5, (v) => v.flattenBackground({ degree: 1 })],
  // A further pass moves voxels between the classes, and with them a line's median as far as noise.
  removeStripes: [10, (v) => v.removeStripes({ passes: 1 })],
  removeRings: [2.5, (v) => v.removeRings()],
  alignSlices: [2e-3, (v) => v.alignSlices({ passes: 1 })],
  add: [0, (v, f) => v.add(f(7))],
  'subtract, whole': [0, (v, f) => v.max(f(60), { result: v.dtype === 'f32' ? 'f32' : 'same' })],
  clip: [0, (v, f) => v.clip({ lo: f(20), hi: f(100) })],
  rescale: [0, (v) => v.rescale({ to: [0, 100] })],
  'rescale by percentiles': [0.01, (v) => v.rescale({ percentiles: [1, 99], to: [0, 100] })],
  invert: [0, (v) => v.invert({ range: 'data' })],
  cast: [0, (v) => v.cast('i16')],
  crop: [0, (v) => v.crop({ origin: [3, 2, 1], size: [30, 9, 4] })],
  pad: [0, (v) => v.pad({ before: 3, border: 'reflect' })],
  flip: [0, (v) => v.flip({ axes: ['x', 'z'] })],
  'resample to the nearest': [0, (v) => v.resample({ size: [50, 11, 6], method: 'nearest' })],
  resample: [0, (v) => v.resample({ size: [50, 11, 6], method: 'cubic' })],
  resampleTo: [
    0,
    (v) => v.resampleTo({ size: [50, 11, 6], spacing: [1, 2, 2], origin: [0.3, 0, 0] }),
  ],
  'bin by mode': [0, (v) => v.bin({ factor: 2, by: 'mode' })],
  // Integers are rounded.
  bin: [0.5, (v) => v.bin({ factor: 2 })],
  threshold: [0, (v, f) => v.threshold({ lo: f(50) })],
  equals: [0, (v, f) => v.equals([f(35), f(85)])],
  otsu: [BIN, (v) => v.otsu()],
  li: [BIN, (v) => v.li()],
  multiOtsu: [BIN, (v) => v.multiOtsu(['a', 'b', 'c'])],
  hysteresis: [0, (v, f) => v.hysteresis({ low: f(50), high: f(90) })],
  localThreshold: [5e-4, (v) => v.localThreshold({ size: 9 })],
  niblack: [5e-4, (v) => v.localThreshold({ size: 9, method: 'niblack', k: -0.3 })],
  reconstruct: [0, (v) => v.reconstruct({ seed: v.erode({ size: 5 }) })],
  regionalMaxima: [0, (v) => v.regionalMaxima({ connectivity: 26 })],
  hMinima: [0, (v) => v.hMinima({ h: 11 })],
  growRegion: [0, (v, f) => v.growRegion({ seeds: v.threshold({ lo: f(100) }), lo: f(60) })],
  // Edges between whole values: bins of f32 are no whole values.
  jointPhases: [
    0,
    (v, f) => {
      const [from, to] = [f(-1), f(50.5)];
      const corners = [from, to].flatMap((x) =>
        (x === from ? [from, to] : [to, from]).map((y) => [x, y] as const),
      );
      return v.jointPhases(v, { polygons: { low: corners } });
    },
  ],
  watershed: [0, (v, f) => v.watershed({ markers: v.threshold({ lo: f(95) }).components() })],
};

/** Ops that take whole numbers alone, or f32 alone; and `held`, whose own test has every dtype. */
const NOT_ALL: ReadonlySet<string> = new Set([
  'held',
  'integerArithmetic',
  'otsuLevel',
  'toLabels',
  'toPhases',
  'separate',
]);

let lab: Lab;
let network: NeuralNetwork;
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
  network = await sampleNetwork(lab);
});
afterAll(() => lab.dispose());

async function open(dtype: Dtype, shift: number): Promise<Volume> {
  const data = makeArray(dtype, VALUES.length);
  VALUES.forEach((v, i) => (data[i] = v + shift));
  return lab.open({ data, size: SIZE }, { spacing: [1, 1, 1.5], unit: 'µm' });
}

/** Dtypes that a method meets: of 8 or 16 bits, and of 32. */
const MET: readonly (readonly Dtype[])[] = [
  ['u8', 'i32'],
  ['i16', 'u32'],
  ['i8', 'u32'],
  ['u16', 'i32'],
];

const CASES = Object.entries(METHODS).flatMap(([name, [within, make]], i) =>
  MET[i % MET.length]!.map((dtype) => [name, dtype, within, make] as const),
);

/** Compares what a volume of a dtype becomes with what the same values in f32 become. */
async function compare(dtype: Dtype, within: number, make: Make, title = ''): Promise<void> {
  const shift = DTYPES[dtype].min < 0 ? -60 : 0;
  const from = (value: number): number => value + shift;
  const of = async (given: Dtype): Promise<Grid> => make(await open(given, shift), from);
  const [got, wanted] = await Promise.all([of(dtype), of('f32')]);
  const [{ data, size }, { data: expected, size: wantedSize }] = await Promise.all([
    got.read(),
    wanted.read(),
  ]);
  expect(size, title).toEqual(wantedSize);
  expect(
    expected.some((v) => v !== expected[0]),
    title,
  ).toBe(true);
  const differences = Array.from(data, (v, i) => Math.abs(v - expected[i]!));
  const found =
    got instanceof Volume
      ? Math.max(...differences)
      : differences.filter((d) => d > 0).length / data.length;
  expect(found, title).toBeLessThanOrEqual(within);
}

test.each(CASES)('%s of %s is that of the same values in f32', (_, dtype, within, make) =>
  compare(dtype, within, make),
);

/** The ops of what a volume becomes. */
function opsOf(grid: Grid): string[] {
  return grid.recipe.steps.map(({ op }) => op);
}

/** Other operations that give a grid of a volume, with the first arguments that they take. */
const SAMPLED = OPERATIONS.filter(
  ({ name, of, gives }) =>
    of.includes('volume') &&
    'grid' in gives &&
    gives.grid !== 'surface' &&
    gives.grid !== 'classifier' &&
    !(name in METHODS),
).map((operation) => {
  const make: Make = (v) => {
    const args = argumentsOf(operation, { handles: handlesOf(v, network) });
    return callMethod(v, operation.name, args) as Grid;
  };
  return { name: operation.name, make };
});

/** What is still to be held, of the ops that take a volume. */
function leftOut(used: ReadonlySet<string>): string[] {
  const takers = [...FILTERS, ...SEGMENTATION].filter(({ inputs }) =>
    Object.values(inputs).some(({ kinds }) => kinds.includes('volume')),
  );
  return takers.map(({ name }) => name).filter((name) => !used.has(name) && !NOT_ALL.has(name));
}

test('no op that takes a volume is left out', async () => {
  const v = await open('u8', 0);
  const used = new Set(
    Object.values(METHODS).flatMap(([, make]) => opsOf(make(v, (value) => value))),
  );
  const missing = leftOut(used);
  // What METHODS does not say takes every dtype as it takes f32.
  for (const { name, make } of SAMPLED) {
    const ops = opsOf(make(v, (value) => value));
    if (!ops.some((op) => missing.includes(op))) continue;
    const title = `${name}: give it an argument, or how far dtypes may be from f32, in METHODS of this file`;
    for (const dtype of ['u8', 'i16', 'i32'] as const) await compare(dtype, 0, make, title);
    ops.forEach((op) => used.add(op));
  }
  expect(leftOut(used), 'Add what makes these ops to METHODS of this file.').toEqual([]);
});
