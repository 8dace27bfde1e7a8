import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { VoxmetryError } from '../../src/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import { Grid } from '../../src/volume/grid.js';
import type { Query } from '../../src/volume/query.js';
import { argumentsOf, callMethod, samplesOf, type Samples } from './samples.js';

// An operation keeps to memoryBudget, or says `limit`: it never takes more.

const BUDGET = 3 * 2 ** 20;
/** Of f32 a grid takes 1.1 MiB. */
const LENGTH = 66;

let engine: Engine;
let lab: EngineLab;
let samples: Samples;
beforeAll(async () => {
  engine = await Engine.open({ memoryBudget: BUDGET });
  lab = new EngineLab(engine);
  samples = await samplesOf(lab, LENGTH);
});
afterAll(() => lab.dispose());

const calls = OPERATIONS.flatMap((operation) =>
  operation.of.map((kind) => ({ title: `${kind}.${operation.name}`, operation, kind })),
);

test.each(calls)('$title', { timeout: 60_000 }, async ({ operation, kind }) => {
  const made = callMethod(samples.handles[kind], operation.name, argumentsOf(operation, samples));
  const query = (made instanceof Grid ? made.read() : made) as Query<unknown>;
  if (!('run' in query)) return;
  await lab.clearCache();
  engine.gpu.pool.resetPeak();
  try {
    await query;
  } catch (error) {
    if (!(error instanceof VoxmetryError && error.code === 'limit')) throw error;
  }
  expect(engine.gpu.pool.stats.peak).toBeLessThanOrEqual(BUDGET);
});
