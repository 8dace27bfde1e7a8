import { afterAll, beforeAll, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { solveBytes } from '../../src/transport/conjugate_gradients.gpu.js';
import { transportNode } from '../../src/transport/tortuosity.js';
import { openTestEngine, type TestEngine } from '../harness.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

test('a solve takes 20.5 bytes per voxel beside its mask', async () => {
  const size: Vec3 = [64, 64, 64];
  const voxels = volumeOf(size);
  const volume = await engine.source(new Uint8Array(voxels).fill(1), size);
  const mask = makeNode(threshold, { volume }, { lo: 1 });
  const { pool } = engine.engine.gpu;
  await engine.value(transportNode(mask, { axis: 'z' }));
  // What percolates is kept; the solve is all that is new.
  const kept = pool.stats.live;
  pool.resetPeak();
  await engine.value(transportNode(mask, { axis: 'z', tolerance: 2e-3 }));
  const taken = pool.stats.peak - kept;
  expect(taken).toBeGreaterThan(20 * voxels);
  expect(taken).toBeLessThan(20.5 * voxels);
  // That is what is planned with.
  expect(solveBytes(gridMeta(mask)).total).toBeGreaterThanOrEqual(taken);
  expect(solveBytes(gridMeta(mask)).total).toBeLessThan(20.6 * voxels);
});
