import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { VoxmetryError } from '../../src/index.js';
import { OPERATIONS } from '../../src/operations/families.js';
import { Grid } from '../../src/volume/grid.js';
import type { Query } from '../../src/volume/query.js';
import {
  argumentsOf,
  calledOn,
  callMethod,
  NOT_OF_BLOBS,
  samplesOf,
  type Samples,
} from './samples.js';

// An operation keeps to memoryBudget, or says `limit`: it never takes more.

const BUDGET = 3 * 2 ** 20;
/** Of f32 a grid takes 1.1 MiB. */
const LENGTH = 66;
/** What may refuse: it needs the volume whole, or a margin that is too much for the budget. */
const MAY_REFUSE: readonly string[] = [
  ...['tortuosity', 'conductivity', 'electrodeTortuosity', 'concentration', 'permeability'],
  ...['twoPoint', 'totalVariation'],
  ...['classify', 'probability', 'uncertainty'],
  ...['importance', 'validate', 'confusion', 'json', 'register', 'locate'],
];
/** Those whose need depends on the largest ball, which is found on the way. */
const MAY_REFUSE_LATE: readonly string[] = [
  ...['localThickness', 'thickness', 'localSeparation', 'separation'],
  ...['granulometry', 'intrusion', 'porosimetry'],
];
/** Options of operations whose defaults take long. */
const LIGHTER: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  nonLocalMeans: { search: 5 },
  structureEigenvalue: { truncate: 2 },
  infer: { tile: 40 },
  inferValue: { tile: 40 },
};

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
  const args = argumentsOf(operation, samples, LIGHTER[operation.name]);
  const made = callMethod(calledOn(samples, operation, kind), operation.name, args);
  const query = (made instanceof Grid ? made.read() : made) as Query<unknown>;
  if (!('run' in query)) return;
  await lab.clearCache();
  engine.gpu.pool.resetPeak();
  try {
    await query;
  } catch (error) {
    if (!(error instanceof VoxmetryError)) throw error;
    if (error.code === 'limit') {
      expect([...MAY_REFUSE, ...MAY_REFUSE_LATE]).toContain(operation.name);
      // Before any work.
      if (MAY_REFUSE.includes(operation.name)) expect(engine.gpu.pool.stats.peak).toBe(0);
    } else if (!NOT_OF_BLOBS.has(operation.name)) throw error;
  }
  expect(engine.gpu.pool.stats.peak).toBeLessThanOrEqual(BUDGET);
});
