import { expect, it } from 'vitest';
import { CASES } from '../../bench/cases/index.js';
import { prepareOps, prepareWorkflow, quietContext } from '../../bench/measure/execution.js';
import { runSuite } from '../../bench/suite.js';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { Run } from '../../src/gpu/index.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { syntheticField, type FieldKind } from '../../src/synthetic/index.js';

const EDGE = 32;
const SIZE = [EDGE, EDGE, EDGE] as const;
const field = (kind: FieldKind) => syntheticField({ kind, size: SIZE }).slab(0, EDGE);

it('has cases of different names', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
});

it.each(['count', 'otsu', 'porosity'])(
  '%s does all of its work at every execution',
  async (name) => {
    const bench = CASES.find((one) => one.name === name)!;
    const [engine] = await Promise.all([Engine.open(), loadAllImplementations()]);
    try {
      const data = field(bench.fields[0]!);
      const opened = await engine.open({ data, size: SIZE }, { transfer: true });
      const job = bench.make(sourceNode(opened.id, opened.name, opened.meta));
      // Cached beforehand: an execution that took it from there would move no bytes.
      await engine.evaluator.value(job.result, quietContext());
      const prepare = bench.group === 'workflows' ? prepareWorkflow : prepareOps;
      const execution = await prepare(engine, job);
      const moved: number[] = [];
      for (let i = 0; i < 2; i += 1) {
        const run = new Run(engine.gpu);
        await execution.once(run);
        await run.end();
        moved.push(run.log.costs().reduce((sum, { read, write }) => sum + read + write, 0));
      }
      expect(moved[0]).toBeGreaterThanOrEqual(EDGE ** 3 / 8);
      expect(moved[1]).toBe(moved[0]);
      execution.release();
      engine.evaluator.clear();
      expect(engine.gpu.pool.stats.live).toBe(0);
    } finally {
      await engine.dispose();
    }
  },
);

it('measures cases, and reports those that fail without ending', async () => {
  const [engine] = await Promise.all([Engine.open(), loadAllImplementations()]);
  try {
    const count = CASES.find(({ name }) => name === 'count')!;
    const broken = {
      ...count,
      name: 'broken',
      make: () => {
        throw new Error('cannot be made');
      },
    };
    const report = await runSuite(engine, {
      cases: [count, broken],
      settings: { sizes: [EDGE], samples: 2, perWait: 3, batchSeconds: 0.2, copyBytes: [2 ** 16] },
      fields: (kind) => Promise.resolve(field(kind)),
      machine: { cpu: '', cores: 1, system: '' },
      runtime: 'test',
      cpu: () => undefined,
    });
    const [good, bad] = report.measurements;
    expect(good).toMatchObject({
      case: 'count',
      error: null,
      inputBytes: EDGE ** 3 / 8,
      outputBytes: 0,
      reads: 1,
    });
    expect(good!.traffic.read).toBeGreaterThanOrEqual(EDGE ** 3 / 8);
    expect(good!.wallMs).toHaveLength(2);
    expect(good!.wallMs.every((ms) => ms > 0)).toBe(true);
    expect(good!.peakBytes).toBeGreaterThanOrEqual(EDGE ** 3 / 8);
    expect(bad!.error).toBe('cannot be made');
    expect(report.copies.map(({ bytes, ms }) => [bytes, ms.length])).toEqual([
      [2 ** 16, 2],
      [2 ** 16, 2],
    ]);
  } finally {
    await engine.dispose();
  }
});
