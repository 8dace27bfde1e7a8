import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gpu, kernel, Run } from '../../src/gpu/index.js';
import { SUBMIT_BYTES } from '../../src/gpu/submission.js';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Query } from '../../src/volume/query.js';
import type { Volume } from '../../src/volume/handles.js';
import { onSubmission, openWatchedDevice, type WatchedDevice } from '../engine/doubles.js';

const nothing = kernel({
  name: 'nothing',
  wgsl: `
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
@compute @workgroup_size(1) fn main() { data[0] = 1u; }`,
  buffers: { data: 'read_write' },
  params: {},
  constants: [],
  workgroup: [1, 1, 1],
});

/** Bytes that 100 GB/s move in 50 ms. */
const MOST = 5e9;
/** The default budget of GPUs that bind 256 MiB or more. */
const BUDGET = 2 ** 30;

let gpu: WatchedDevice;
let lab: Lab;
beforeAll(async () => {
  gpu = await openWatchedDevice();
  lab = await openEngine({ device: gpu.device });
});
afterAll(async () => {
  await lab.dispose();
  gpu.device.destroy();
});

test('a long run is cut into submissions of at most 50 ms at 100 GB/s', async () => {
  expect(SUBMIT_BYTES).toBeLessThanOrEqual(MOST);
  const own = await Gpu.adopt(gpu.device);
  let submissions = 0;
  onSubmission(gpu.device, () => (submissions += 1));
  const run = new Run(own);
  const data = run.alloc(4, 'word');
  const [dispatches, each] = [24, 1e9];
  for (let i = 0; i < dispatches; i++)
    run.dispatch(nothing, {
      buffers: { data },
      params: {},
      constants: {},
      size: { invocations: 1 },
      traffic: { read: each / 2, write: each / 2 },
    });
  await run.flush();
  await run.end();
  expect(submissions).toBeGreaterThanOrEqual((dispatches * each) / MOST);
  expect(submissions).toBeLessThan(dispatches);
});

test('no dispatch of an op moves more than 50 ms at 100 GB/s, at the default budget', async () => {
  const size = [64, 64, 32] as const;
  const scan: Volume<'u16'> = await lab.open({
    data: Uint16Array.from({ length: 64 * 64 * 32 }, (_, i) => ((i * 2654435761) >>> 20) & 1023),
    size,
  });
  const solid = (): ReturnType<Volume['threshold']> => scan.median().otsu();
  const queries: readonly (() => Query<unknown>)[] = [
    () => scan.median({ size: 7 }).moments(),
    () => scan.gaussian({ sigma: 3 }).moments(),
    () => solid().components().count(),
    () => solid().distance().moments(),
    () => solid().separate().measure({ intensity: scan }),
    () => scan.histogram(),
    () => solid().fraction(),
  ];
  for (const make of queries) {
    await lab.clearCache();
    const before = await lab.memory();
    const query = make();
    await query;
    const held = (await lab.memory()).live - before.live;
    const largest = Math.max(...query.timings.map((cost) => cost.largest));
    const of = query.timings.map(({ op }) => op).join(' > ');
    expect(held, of).toBeGreaterThan(0);
    // A dispatch works on grids that the budget holds, so it grows at most as the budget does.
    expect((largest / held) * BUDGET, of).toBeLessThanOrEqual(MOST);
  }
});
