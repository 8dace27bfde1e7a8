// What some cases of the benchmark do, counted: a change that does more is seen here, on any
// machine and at any load, before anyone measures a time.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CASES } from '../../bench/cases/index.js';
import { prepareOps, prepareWorkflow } from '../../bench/measure/execution.js';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { Run } from '../../src/gpu/index.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { syntheticField } from '../../src/synthetic/index.js';
import { testDevice } from '../harness.js';

const EDGE = 64;
const SIZE = [EDGE, EDGE, EDGE] as const;

/** What one execution of a case does, at 64³. */
interface Work {
  readonly dispatches: number;
  /** Bytes that the ops declare, per voxel. */
  readonly moved: number;
  readonly readBacks: number;
  /** Bytes of the GPU at the worst moment, per voxel, besides what is given. */
  readonly peak: number;
}

/** The most of each. Lower them where less is done; raise none without a reason in the commit. */
const AT_MOST: Readonly<Record<string, Work>> = {
  'median 3': { dispatches: 1, moved: 4, readBacks: 0, peak: 2 },
  'gaussian 2': { dispatches: 3, moved: 22, readBacks: 0, peak: 8 },
  otsu: { dispatches: 1, moved: 10, readBacks: 1, peak: 1.13 },
  'histogram u8': { dispatches: 1, moved: 1.06, readBacks: 1, peak: 0 },
  distance: { dispatches: 3, moved: 10.13, readBacks: 1, peak: 7 },
  'components 6': { dispatches: 7, moved: 5.43, readBacks: 1, peak: 6.13 },
  watershed: { dispatches: 131, moved: 70.23, readBacks: 4, peak: 16.54 },
  separate: { dispatches: 8, moved: 36.17, readBacks: 3, peak: 10.05 },
  measure: { dispatches: 1, moved: 6.05, readBacks: 1, peak: 0.03 },
  'two point': { dispatches: 10, moved: 72.83, readBacks: 3, peak: 18.71 },
  porosity: { dispatches: 4, moved: 16.38, readBacks: 2, peak: 3.13 },
  particles: { dispatches: 16, moved: 90.59, readBacks: 8, peak: 16.25 },
  tortuosity: { dispatches: 469, moved: 586.24, readBacks: 11, peak: 28.74 },
};

let engine: Engine;
const maps = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
beforeAll(async () => {
  [engine] = await Promise.all([
    Engine.open({ device: await testDevice() }),
    loadAllImplementations(),
  ]);
});
afterAll(async () => {
  maps.mockRestore();
  await engine.dispose();
});

async function workOf(name: string): Promise<Work> {
  const bench = CASES.find((one) => one.name === name)!;
  const data = syntheticField({ kind: bench.fields[0]!, size: SIZE }).slab(0, EDGE);
  const opened = await engine.open({ data, size: SIZE }, { transfer: true });
  const job = bench.make(sourceNode(opened.id, opened.name, opened.meta));
  const prepare = bench.group === 'workflows' ? prepareWorkflow : prepareOps;
  const execution = await prepare(engine, job);
  const { pool } = engine.gpu;
  const before = pool.stats.live;
  pool.resetPeak();
  maps.mockClear();
  const run = new Run(engine.gpu);
  try {
    await execution.once(run);
  } finally {
    await run.end();
  }
  const costs = run.log.costs();
  const perVoxel = (bytes: number): number => Math.round((100 * bytes) / EDGE ** 3) / 100;
  const work = {
    dispatches: costs.reduce((sum, { dispatches }) => sum + dispatches, 0),
    moved: perVoxel(costs.reduce((sum, { read, write }) => sum + read + write, 0)),
    readBacks: maps.mock.calls.length,
    peak: perVoxel(pool.stats.peak - before),
  };
  execution.release();
  engine.evaluator.clear();
  return work;
}

test.each(Object.entries(AT_MOST))('%s does no more than it did', async (name, most) => {
  const work = await workOf(name);
  const more = Object.entries(work).filter(([what, found]) => found > most[what as keyof Work]);
  expect(Object.fromEntries(more), `more than ${JSON.stringify(most)}`).toEqual({});
  // An execution that did nothing would pass.
  expect(work.dispatches).toBeGreaterThan(0);
});
