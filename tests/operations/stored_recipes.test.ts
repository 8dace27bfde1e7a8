import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { bundle, VoxmetryError, type Lab, type Volume } from '../../src/index.js';
import { recipeSchema } from '../../src/operations/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import type { RecipeJson } from '../../src/recipe/json.js';
import type { Query } from '../../src/volume/query.js';
import { Grid } from '../../src/volume/grid.js';
import {
  argumentsOf,
  calledOn,
  callMethod,
  NOT_OF_BLOBS,
  samplesOf,
  type Samples,
} from './samples.js';
import { testDevice } from '../harness.js';

// What is stored as JSON and read back, in a second engine, gives the same results.

let lab: Lab;
let samples: Samples;
let second: Lab;
let scan: Volume;
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
  samples = await samplesOf(lab);
  second = await openEngine({ device: await testDevice() });
  const { volume } = (await samplesOf(second)).handles;
  scan = volume as Volume;
});
afterAll(async () => {
  await lab.dispose();
  await second.dispose();
});

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const isRecipe = new Ajv2020({ allErrors: true }).compile(recipeSchema());

/** Checks a recipe against the schema that the library states. */
function checkBySchema(recipe: RecipeJson): void {
  expect(isRecipe(throughJson(recipe)) || isRecipe.errors?.at(0)).toBe(true);
}

/** A result as plain data without what depends on when it was computed. */
function plain(result: unknown): unknown {
  if (ArrayBuffer.isView(result) || Array.isArray(result))
    return Array.from(result as ArrayLike<unknown>, plain);
  if (typeof result !== 'object' || result === null) return result;
  return Object.fromEntries(
    Object.entries(result)
      .filter(([name]) => name !== 'provenance')
      .map(([name, value]) => [name, plain(value)]),
  );
}

const asking = OPERATIONS.flatMap((operation) =>
  operation.of
    .filter(() => 'value' in operation.gives && !NOT_OF_BLOBS.has(operation.name))
    .map((kind) => ({ title: `${kind}.${operation.name}`, operation, kind })),
);
/** Handles that are no grids. */
const NO_GRIDS: ReadonlySet<string> = new Set(['surface', 'classifier']);
const giving = OPERATIONS.flatMap((operation) =>
  operation.of
    .filter(() => 'grid' in operation.gives && !NO_GRIDS.has(operation.gives.grid))
    .map((kind) => ({ title: `${kind}.${operation.name}`, operation, kind })),
);

describe('a query', () => {
  test.each(asking)('$title', async ({ operation, kind }) => {
    // Only what thresholds made has thresholds.
    const query = callMethod(
      calledOn(samples, operation, kind),
      operation.name,
      argumentsOf(operation, samples),
    ) as Query<unknown>;
    const stored = throughJson(bundle({ result: query }));
    expect(stored.inputs).toEqual(['scan']);
    const { result } = await second.replay(stored, { scan });
    const own = await query;
    expect(plain(result)).toEqual(plain(own));
    expect(Object.getPrototypeOf(result)).toBe(Object.getPrototypeOf(own));
    checkBySchema(query.recipe);
    checkBySchema(stored.recipe);
    const again = await second.run(throughJson(query.recipe), { scan });
    expect(plain(again['result'])).toEqual(plain(own));
  });
});

describe('a grid', () => {
  test.each(giving)('$title', async ({ operation, kind }) => {
    const made = callMethod(samples.handles[kind], operation.name, argumentsOf(operation, samples));
    if (!(made instanceof Grid)) throw new Error('no grid');
    const whole = await made.read();
    const { size } = whole;
    const region = { origin: [1, 1, 0], size: [size[0] - 2, 2, size[2]] } as const;
    const stored = throughJson(
      bundle({
        whole: made.read(),
        part: made.read({ region }),
        slice: made.slice({ axis: 'y', index: 1 }),
      }),
    );
    const { part, slice, ...others } = await second.replay(stored, { scan });
    expect(plain(others.whole)).toEqual(plain(whole));
    expect(plain(part)).toEqual(plain(await made.read({ region })));
    expect(plain(slice)).toEqual(plain(await made.slice({ axis: 'y', index: 1 })));
    checkBySchema(stored.recipe);
    const { result } = await second.run(throughJson(made.recipe), { scan });
    expect(plain(result)).toEqual(plain(whole));
  });
});

test('a step says which operation made it, and what follows is named after it', async () => {
  const { volume } = samples.handles as { volume: Volume };
  const query = volume.median({ size: 3 }).otsu().tortuosity({ axis: 'z' });
  const steps = query.recipe.steps.map(
    ({ op, by }) => `${op}${by === undefined ? '' : ` by ${by}`}`,
  );
  expect(steps).toContain('median by median');
  expect(steps).toContain('transport by tortuosity');
  expect(steps[0]).toBe('source');
});

test('what fails when it runs is named after the operation that asked for it', async () => {
  const small = await openEngine({ memoryBudget: 2 ** 20 });
  const data = new Uint8Array(96 ** 3).fill(1);
  const pore = (await small.open({ data, size: [96, 96, 96] })).threshold({ lo: 1 });
  const error: unknown = await pore
    .tortuosity({ axis: 'z' })
    .run()
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(VoxmetryError);
  expect((error as VoxmetryError).code).toBe('limit');
  expect((error as VoxmetryError).message).toMatch(/^tortuosity: /);
  await small.dispose();
});

describe('a recipe of another person', () => {
  const recipe = (): RecipeJson => (samples.handles as { mask: Grid }).mask.recipe;
  const refusal = async (given: unknown): Promise<string> => {
    const error: unknown = await second.run(given, { scan }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(VoxmetryError);
    expect((error as VoxmetryError).code).toBe('invalid-argument');
    return (error as VoxmetryError).message;
  };

  test('is refused, saying where, when it is none', async () => {
    const whole = throughJson(recipe());
    const step = (change: object): object => ({
      ...whole,
      steps: whole.steps.map((s, i) => (i === 1 ? { ...s, ...change } : s)),
    });
    const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown;
    const cases: [unknown, RegExp][] = [
      [undefined, /no object/],
      [null, /no object/],
      [5, /no object/],
      ['{}', /no object/],
      [[], /no object/],
      [{}, /format is version undefined/],
      [
        { ...whole, voxmetryRecipe: 2, library: 'voxmetry 9.0.0' },
        /version 2.*written by voxmetry 9\.0\.0/,
      ],
      [{ ...whole, steps: {} }, /no list of steps/],
      [{ ...whole, steps: [null] }, /step 0 is no object/],
      [{ ...whole, steps: [[]] }, /step 0 is no object/],
      [{ ...whole, steps: new Array(200_000).fill(whole.steps[0]) }, /200000 steps/],
      [{ ...whole, outputs: null }, /no outputs/],
      [{ ...whole, outputs: { result: 99 } }, /output 'result' is step 99/],
      [{ ...whole, outputs: { result: '1' } }, /output 'result' is step 1/],
      [{ ...whole, outputs: { result: 0.5 } }, /output 'result' is step 0\.5/],
      [{ ...whole, outputs: { result: -1 } }, /output 'result' is step -1/],
      [{ ...whole, readings: { other: {} } }, /reading 'other' is of no output/],
      [
        { ...whole, readings: { result: { region: { origin: [0, 0], size: [1, 1, 1] } } } },
        /no box/,
      ],
      [
        { ...whole, readings: { result: { region: { origin: [0, 0, 0], size: [1, 1, 0] } } } },
        /no box/,
      ],
      [{ ...whole, readings: { result: { across: 'w' } } }, /across no axis/],
      [step({ op: 7 }), /step 1 names no op/],
      [step({ op: 'mediam' }), /step 1: op 'mediam' is unknown/],
      [
        { ...step({ op: 'mediam' }), library: 'voxmetry 9.0.0' },
        /needs voxmetry 9\.0\.0, and this is voxmetry/,
      ],
      [step({ op: 'constructor' }), /step 1: op 'constructor' is unknown/],
      [step({ version: 99 }), /step 1: op 'histogram' has version 99/],
      [step({ version: 'x' }), /step 1 \(histogram\) has no version/],
      [step({ params: null }), /step 1 .*parameters/],
      [step({ params: deep }), /step 1 .*parameters/],
      [step({ params: { deep } }), /step 1 .*parameters/],
      [
        step({ params: JSON.parse('{"__proto__": {"polluted": 1}}') as unknown }),
        /step 1 .*parameters/,
      ],
      [step({ params: { size: 3 } }), /histogram: size is 3; allowed: no such parameter/],
      [step({ inputs: null }), /step 1 .*inputs/],
      [step({ inputs: { volume: 1 } }), /takes step 1 as volume/],
      [step({ inputs: { volume: 'scan' } }), /takes step scan as volume/],
      [step({ inputs: JSON.parse('{"__proto__": 0}') as unknown }), /step 1 .*inputs/],
      [step({ inputs: { volume: 0, other: 0 } }), /histogram: other is 'given'/],
      [step({ inputs: {} }), /histogram: volume is undefined/],
      [step({ by: 5 }), /step 1 .*no name/],
    ];
    for (const [given, message] of cases) expect(await refusal(given)).toMatch(message);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('takes percentiles of a histogram of integers alone', async () => {
    const size = [16, 1, 1] as const;
    const whole = Uint16Array.from({ length: 16 }, (_, i) => 10 * i);
    const counted = await lab.open({ data: whole, size }, { name: 'scan' });
    const made = counted.rescale({ percentiles: [0, 50] });
    const stored = throughJson(made.recipe);
    expect(stored.steps.map(({ op }) => op)).toContain('percentileRange');
    const again = await second.open({ data: whole, size });
    const { result } = await second.run(stored, { scan: again });
    expect(plain(result)).toEqual(plain(await made.read()));
    const data = Float32Array.from(whole, (v) => v / 7);
    const error: unknown = await second
      .run(stored, { scan: await second.open({ data, size }) })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(VoxmetryError);
    expect((error as VoxmetryError).code).toBe('invalid-argument');
    expect((error as VoxmetryError).message).toBe(
      "rescale: histogram is 'f32'; allowed: a histogram of integers; for f32 make the recipe anew with rescale().",
    );
  });

  test('reads nothing but the volumes that it is given', async () => {
    const whole = throughJson(recipe());
    const error: unknown = await second.run(whole, {}).catch((e: unknown) => e);
    expect((error as VoxmetryError).message).toMatch(/a volume for each of scan/);
    const other: unknown = await second.run(whole, { scan, more: scan }).catch((e: unknown) => e);
    expect((other as VoxmetryError).message).toMatch(/inputs is 'more'/);
  });
});
