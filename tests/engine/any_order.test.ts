import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { requestDevice } from '../../src/gpu/device.js';
import { VoxmetryError } from '../../src/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import type { OutputData } from '../../src/recipe/backend.js';
import type { AnyOperation, HandleKind } from '../../src/recipe/operation.js';
import { Random } from '../../src/synthetic/random.js';
import { Grid } from '../../src/volume/grid.js';
import { Query } from '../../src/volume/query.js';
import { argumentsOf, callMethod, samplesOf, type Samples } from '../operations/samples.js';
import { limitBindings } from './doubles.js';

// What a recipe gives depends on the recipe alone: not on what a lab has computed before.

const BUDGET = 2 ** 20;
/** Less than a grid of f32, more than one of u8. */
const BINDING = 2 ** 17;
const LENGTH = 36;
const RECIPES = 45;
const RUNS = 90;

/** Operations that are left out, for how long they take in bricks this small. */
const SLOW = new Set(['nonLocalMeans', 'structureEigenvalue']);
/** And those that refuse what is no cell, and no probability: blobs are neither. */
const OF_OTHERS = new Set([
  ...['can', 'windings', 'sheets', 'outgrowths', 'outgrowthSummary'],
  'expectedFraction',
]);

/** A chain of operations, each on a handle of a kind. */
type Chain = readonly { readonly operation: AnyOperation; readonly kind: HandleKind }[];

/** What ran: its output as it crosses a worker's wall, or how it was refused. */
type Outcome = OutputData | { readonly code: string; readonly message: string };

let device: GPUDevice;
beforeAll(async () => {
  ({ device } = await requestDevice());
  limitBindings(device, BINDING);
});
afterAll(() => {
  device.destroy();
});

interface Opened {
  readonly engine: Engine;
  readonly lab: EngineLab;
  readonly samples: Samples;
}

async function openLab(): Promise<Opened> {
  const engine = await Engine.open({ device, memoryBudget: BUDGET });
  const lab = new EngineLab(engine);
  return { engine, lab, samples: await samplesOf(lab, LENGTH) };
}

const givesGrid = ({ gives }: AnyOperation): boolean =>
  'grid' in gives && gives.grid !== 'surface' && gives.grid !== 'classifier';

function randomChain(random: Random): Chain {
  const one = (of: HandleKind, only: (operation: AnyOperation) => boolean): AnyOperation => {
    const fitting = OPERATIONS.filter(
      (each) =>
        each.of.includes(of) && only(each) && !SLOW.has(each.name) && !OF_OTHERS.has(each.name),
    );
    return fitting[Math.floor(random.uniform() * fitting.length)]!;
  };
  const kinds = ['volume', 'volume', 'mask', 'labels', 'phases', 'surface'] as const;
  const kind = kinds[Math.floor(random.uniform() * kinds.length)]!;
  const steps = random.uniform() < 0.5 && kind !== 'surface' ? 2 : 1;
  const first = { operation: one(kind, steps === 2 ? givesGrid : () => true), kind };
  if (steps === 1) return [first];
  const { gives } = first.operation;
  const then = 'grid' in gives && gives.grid !== 'same' ? gives.grid : kind;
  return [first, { operation: one(then, () => true), kind: then }];
}

/** Runs a chain in a lab. */
async function outcomeOf(chain: Chain, { engine, samples }: Opened): Promise<Outcome> {
  try {
    let handle = samples.handles[chain[0]!.kind];
    for (const { operation } of chain)
      handle = callMethod(handle, operation.name, argumentsOf(operation, samples)) as object;
    const query = handle instanceof Grid ? handle.read() : handle;
    if (!(query instanceof Query)) return { type: 'value', value: 'no query' };
    const { outputs } = await engine.run({ recipe: query.recipe }, {});
    return outputs['result']!;
  } catch (error) {
    if (!(error instanceof VoxmetryError)) throw error;
    return { code: error.code, message: error.message };
  }
}

test(
  'random recipes in random order give in one lab what each gives in a fresh one',
  { timeout: 180_000 },
  async () => {
    const random = new Random(11);
    const chains = Array.from({ length: RECIPES }, () => randomChain(random));
    const alone: Outcome[] = [];
    for (const chain of chains) {
      const fresh = await openLab();
      alone.push(await outcomeOf(chain, fresh));
      await fresh.lab.dispose();
    }
    const one = await openLab();
    for (let i = 0; i < RUNS; i += 1) {
      const at = Math.floor(random.uniform() * RECIPES);
      const title = chains[at]!.map(({ operation, kind }) => `${kind}.${operation.name}`).join(' ');
      const outcome = await outcomeOf(chains[at]!, one);
      expect({ [title]: outcome }).toEqual({ [title]: alone[at] });
    }
    expect(one.engine.gpu.pool.stats.peak).toBeLessThanOrEqual(BUDGET);
    await one.lab.dispose();
    // Both happen: results, and refusals of what needs a volume whole.
    const codes = alone.map((outcome) => ('code' in outcome ? outcome.code : 'result'));
    expect(codes.filter((code) => code === 'result').length).toBeGreaterThan(20);
    expect(codes.filter((code) => code === 'limit').length).toBeGreaterThan(3);
    // Nothing else does, but where a first step made a grid of another size than the arguments of
    // the second, or a mask that no threshold made, of which there is no sensitivity.
    const others = alone.filter(
      (made) =>
        'code' in made &&
        made.code !== 'limit' &&
        !/: \w+ is '(of size|made by) /.test(made.message),
    );
    expect(others).toEqual([]);
  },
);
