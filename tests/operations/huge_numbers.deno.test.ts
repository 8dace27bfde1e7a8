import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { voxels, VoxmetryError, type Lab } from '../../src/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import type { OptionSpec } from '../../src/recipe/operation.js';
import type { Param, ParamJson } from '../../src/recipe/params.js';
import { Grid } from '../../src/volume/grid.js';
import { argumentsOf, callMethod, samplesOf, type Samples } from './samples.js';

// However far a length, a window, a number of voxels or of steps lies beyond the volume of 12³
// voxels: the call ends soon, with a result or with a refusal that says what is allowed.

/** A refusal comes at once; of a result, the adapter in software compiles kernels first. */
const MOST_MS = { refused: 2000, computed: 10_000 };
const HUGE = [1e4, 1e6, 1e8, 2 ** 31, 1e30];

/** Calls that ask for a result of a size that no array holds, or for an id that no label has. */
const TOO_LARGE: Readonly<Record<string, string>> = {
  'pad.before': 'out-of-memory',
  'pad.after': 'out-of-memory',
  'select.wanted': 'limit',
};

let lab: Lab;
let samples: Samples;
beforeAll(async () => {
  lab = await openEngine();
  samples = await samplesOf(lab);
});
afterAll(() => lab.dispose());

/** Whether an option is a length, or a number of voxels, steps or other things. */
function isCounted(spec: OptionSpec): spec is Param<ParamJson, unknown> {
  if (spec.type === 'handle' || spec.type === 'operand') return false;
  const { type, unit } = spec;
  return ['integer', 'length', 'triple'].includes(type) || unit === 'length' || unit === 'voxels';
}

/** Values that an option takes by itself, in which a number is huge. */
function hugeValues(spec: Param<ParamJson, unknown>): unknown[] {
  const shapes = (n: number): unknown[] =>
    spec.type === 'length'
      ? [n, voxels(n)]
      : [n, n + 1, [n], [voxels(n)], [n, n, n], [1, 1, n], [0, n], [n + 1, 1, 1]];
  return HUGE.flatMap(shapes).filter((value) => spec.parse(value) !== undefined);
}

const cases = OPERATIONS.flatMap((operation) =>
  Object.entries(operation.options).flatMap(([option, spec]) =>
    isCounted(spec)
      ? operation.of.map((kind) => ({
          title: `${kind}.${operation.name}: ${option}`,
          operation,
          kind,
          option,
          spec,
          values: hugeValues(spec),
        }))
      : [],
  ),
);

/** Computes a call; gives the refusal, or undefined where there is a result. */
async function refusalOf(call: () => unknown): Promise<VoxmetryError | undefined> {
  try {
    const made = call();
    await (made instanceof Grid ? made.read() : (made as PromiseLike<unknown>));
    return undefined;
  } catch (error) {
    if (error instanceof VoxmetryError) return error;
    throw error;
  }
}

describe.each(cases.filter(({ values }) => values.length > 0))('$title', (each) => {
  const { operation, kind, option, spec, values } = each;
  const call = (value: unknown): unknown =>
    callMethod(
      samples.handles[kind],
      operation.name,
      argumentsOf(operation, samples, { [option]: value }),
    );

  test.each(values.map((value) => [JSON.stringify(value), value]))('%s', async (_, value) => {
    const start = performance.now();
    const refusal = await refusalOf(() => call(value));
    const ms = performance.now() - start;
    if (refusal === undefined) {
      expect(spec.reach, 'a length beyond the volume is refused').toBeUndefined();
      expect(ms).toBeLessThan(MOST_MS.computed);
      return;
    }
    if (refusal.code === TOO_LARGE[`${operation.name}.${option}`]) {
      expect(ms).toBeLessThan(MOST_MS.computed);
      return;
    }
    expect(ms).toBeLessThan(MOST_MS.refused);
    expect(refusal.code, refusal.message).toBe('invalid-argument');
    expect(refusal.message).toMatch(/; allowed: .+/);
  });
});

test('lengths are found wherever they are declared', () => {
  const names = new Set(cases.filter(({ spec }) => spec.reach !== undefined).map((c) => c.option));
  for (const name of ['sigma', 'radius', 'width', 'length', 'distance', 'rho', 'reach', 'centre'])
    expect(names, name).toContain(name);
  // What has the unit of a length and no reach is a spacing, which makes a result of its own, and
  // what may lie anywhere: a shape, the rays of an unrolled grid, landmarks, and how far a field
  // may move; and lists, which the op bounds by the volume: those of the features of a classifier.
  const others = cases.filter(({ spec }) => spec.unit === 'length' && spec.reach === undefined);
  expect([...new Set(others.map(({ option }) => option))]).toEqual([
    ...['shape', 'centre', 'from', 'to', 'step', 'reference', 'reach'],
    ...['landmarks', 'scales', 'reaches', 'spacing'],
  ]);
});

test('a length is bounded along the longest side, in voxels and in the unit', async () => {
  const data = new Uint8Array(40 * 3 * 2);
  const scan = await lab.open({ data, size: [40, 3, 2] }, { spacing: [1, 2, 4], unit: 'µm' });
  const smooth = (sigma: Parameters<typeof scan.gaussian>[0]['sigma']) => () =>
    scan.gaussian({ sigma });
  expect(smooth(voxels(40))).not.toThrow();
  expect(smooth(voxels(40.5))).toThrow(
    'gaussian: sigma is {"voxels":40.5}; allowed: lengths up to that of the volume, voxels(40) or 128 µm.',
  );
  // Sides of fewer than 32 voxels count as 32: 32 · 4 µm.
  expect(smooth(128)).not.toThrow();
  expect(smooth(129)).toThrow('voxels(40) or 128 µm');
  // A spacing that has almost nothing makes no kernel of a billion voxels.
  const flat = await lab.open({ data, size: [40, 3, 2] }, { spacing: [1e-9, 1, 1], unit: 'µm' });
  expect(() => flat.gaussian({ sigma: 1 })).toThrow('allowed: lengths up to');
});

test('a stored recipe is held to the same lengths', async () => {
  const data = new Uint8Array(8).fill(1);
  const scan = await lab.open({ data, size: [2, 2, 2] }, { name: 'scan' });
  const { recipe } = scan.gaussian({ sigma: voxels(2) }).moments();
  const text = JSON.stringify(recipe).replace('{"voxels":2}', '{"voxels":1e8}');
  expect(text).toContain('1e8');
  await expect(lab.run(JSON.parse(text), { scan })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});
