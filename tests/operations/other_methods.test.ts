import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import {
  VoxmetryError,
  type Lab,
  type Mask,
  type Surface,
  type Table,
  type Volume,
} from '../../src/index.js';
import { bundle } from '../../src/volume/bundle.js';
import { callMethod, samplesOf } from './samples.js';
import { testDevice } from '../harness.js';

// The methods that are no operations, since they make no node: they refuse unknown options and
// wrong values as well.

let lab: Lab;
let volume: Volume;
let mask: Mask;
let surface: Surface;
let table: Table;
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
  const { handles } = await samplesOf(lab);
  ({ volume, mask, surface } = handles as { volume: Volume; mask: Mask; surface: Surface });
  table = await mask.components().measure();
});
afterAll(() => lab.dispose());

async function refusalOf(call: () => unknown): Promise<VoxmetryError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof VoxmetryError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const target = (): WritableStream<Uint8Array> => new WritableStream();
const data = new Uint8Array(8);
const size = [2, 2, 2];

/** Handles by name, made when the tests run. */
const ON: Readonly<Record<string, () => object>> = {
  lab: () => lab,
  volume: () => volume,
  query: () => mask.count(),
  table: () => table,
};

/** A good call of each method, its options last; and values that its options cannot take. */
const METHODS: readonly [
  on: string,
  name: string,
  before: () => unknown[],
  wrong: Readonly<Record<string, unknown>>,
][] = [
  ['lab', 'open', () => [{ data, size }], { spacing: [1, -1, 1], signal: 5, onProgress: 'x' }],
  ['lab', 'run', () => [mask.recipe, { scan: volume }], { signal: {}, onProgress: 1 }],
  ['lab', 'replay', () => [bundle({ n: mask.count() }), { scan: volume }], { signal: 'now' }],
  ['lab', 'lease', () => [volume], { region: { origin: [0, 0, 0], size: [99, 1, 1] } }],
  ['volume', 'read', () => [], { region: { origin: [0, 0, 0], size: [0, 1, 1] } }],
  ['volume', 'slice', () => [], { axis: 'w', index: 99 }],
  ['volume', 'save', () => [target()], { format: 'doc', signal: 1 }],
  ['query', 'run', () => [], { signal: 7, onProgress: {} }],
  ['table', 'histogram', () => ['voxels'], { bins: 0, log: 'yes', weight: 'none', edges: [2, 1] }],
  ['table', 'cumulative', () => ['voxels'], { weight: 'none' }],
  ['table', 'density', () => ['voxels'], { bandwidth: 0, points: 1 }],
  ['table', 'dValues', () => ['voxels'], { p: [2], draws: 1, seed: -1 }],
  ['table', 'summaries', () => ['voxels'], { by: 'none' }],
  ['table', 'correlations', () => [['voxels', 'volume']], { method: 'kendall' }],
];

describe.each(METHODS)('%s.%s', (on, name, before, wrong) => {
  const extra = name === 'summaries' ? { by: 'touchesBorder' } : {};

  test('takes a good call', async () => {
    const result = await callMethod(ON[on]!(), name, [...before(), extra]);
    if (typeof result === 'object' && result !== null && 'release' in result)
      (result as { release(): void }).release();
  });

  test('refuses an option that it does not have, in its own name', async () => {
    const error = await refusalOf(() =>
      callMethod(ON[on]!(), name, [...before(), { ...extra, wihtin: 1 }]),
    );
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toMatch(new RegExp(`^${name}: wihtin is 1; allowed: no such`));
  });

  test.each(Object.entries(wrong))('refuses a wrong %s', async (option, value) => {
    const error = await refusalOf(() =>
      callMethod(ON[on]!(), name, [...before(), { ...extra, [option]: value }]),
    );
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toMatch(/; allowed: .+/);
  });
});

test('opening an engine refuses what it does not know', async () => {
  const error = await refusalOf(() => callMethod({ openEngine }, 'openEngine', [{ memory: 5 }]));
  expect(error.message).toMatch(
    /^openEngine: memory is 5; allowed: no such option; known are device/,
  );
});

test('phases of a lab and surfaces check what they are given', async () => {
  expect((await refusalOf(() => callMethod(lab, 'phases', [{ a: 5 }]))).message).toMatch(
    /^phases: a is 5/,
  );
  expect((await refusalOf(() => callMethod(surface, 'height', [{ a: 5 }]))).message).toMatch(
    /^height: a is 5; allowed: no options/,
  );
});
