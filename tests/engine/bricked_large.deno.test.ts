import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { syntheticField } from '../../src/synthetic/index.js';
import { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';
import { openSpills } from './spill_files.js';

const N = 256;
let ample: Lab;
let scarce: Lab;
let field: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  ample = new Lab(await Engine.open({ memoryBudget: 2 ** 29 }));
  // Labels alone take 64 MiB, and a distance map as much.
  scarce = new Lab(await Engine.open({ memoryBudget: 2 ** 25 }));
  const made = syntheticField({ kind: 'spheres', size: [N, N, N], seed: 3 }).slab(0, N);
  field = Uint8Array.from(made, (v, i) => (v === 0 ? 60 : 150) + (Math.imul(i, 2654435761) >>> 27));
});
afterAll(async () => {
  await ample.dispose();
  await scarce.dispose();
});

const open = (lab: Lab): Promise<Volume> => lab.open({ data: field, size: [N, N, N] });

test('256³ voxels within 32 MiB give the same numbers as with room for all', async () => {
  const results: unknown[] = [];
  for (const lab of [ample, scarce]) {
    const scan = await open(lab);
    const solid = scan.median({ size: 3 }).otsu();
    const objects = solid.invert().components({ connectivity: 26 });
    const kept = objects.clearBorder().removeSmall({ minVoxels: 20 });
    const table = await kept.measure({
      intensity: scan,
      columns: ['label', 'voxels', 'intensityMean'],
    });
    results.push({
      thresholds: await solid.thresholds(),
      fraction: (await solid.fraction()).interval,
      objects: await objects.count(),
      table: table.toCSV(),
      distance: (await solid.distance({ units: 'index' }).moments({ within: solid })).sum,
      particles: await solid.separate().count(),
      filled: await solid.fillHoles().count(),
    });
    expect((await lab.memory()).budget).toBe(lab === ample ? 2 ** 29 : 2 ** 25);
  }
  expect(results[1]).toEqual(results[0]);
  expect((await scarce.memory()).peak).toBeLessThan(2 ** 26);
});

test('a cancel while slabs are prepared leaves no file behind', async () => {
  const before = openSpills();
  // Distances of 80 MiB, more than stays in the heap.
  const size = [N, N, 320] as const;
  const data = Uint8Array.from({ length: N * N * 320 }, (_, i) => (i % 7) * ((i >> 8) % 5));
  const scan = await scarce.open({ data, size });
  const stop = new AbortController();
  const watch = setInterval(() => {
    if (openSpills().length > before.length) stop.abort();
  }, 5);
  const query = scan.threshold({ lo: 1 }).distance().moments();
  await expect(query.run({ signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
  clearInterval(watch);
  await scarce.clearCache();
  // The query ends at once, the slab that is in work a moment later.
  await expect.poll(openSpills, { timeout: 10_000 }).toEqual(before);
});
