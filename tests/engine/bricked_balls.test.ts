import { afterAll, beforeAll, expect, test } from 'vitest';
import { gaussian } from '../../src/filters/gaussian.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { localThicknessNode } from '../../src/structure/local_thickness.js';
import { intrusionNode } from '../../src/structure/porosimetry.js';
import { Random } from '../../src/synthetic/index.js';
import { openTestEngine, type TestEngine } from '../harness.js';

let whole: TestEngine;
/** Of so little memory that boxes are parts of slices. */
let small: TestEngine;
let forced: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  small = await openTestEngine({ memoryBudget: 2 ** 20 });
  forced = await openTestEngine({ brick: [32, 8, 3] });
});
afterAll(async () => {
  for (const engine of [whole, small, forced]) await engine.close();
});

const lumps = (volume: Node, lo: number): Node =>
  makeNode(threshold, { volume: makeNode(gaussian, { volume }, { sigma: voxels(2) }) }, { lo });

async function alike(
  engines: readonly TestEngine[],
  size: Vec3,
  spacing: Vec3,
  make: (volume: Node) => Node,
): Promise<Float32Array> {
  const random = new Random(8);
  const data = Float32Array.from({ length: volumeOf(size) }, () => random.uniform());
  const on = async (engine: TestEngine): Promise<Float32Array> =>
    (await engine.grid(make(await engine.source(data, size, { spacing })))) as Float32Array;
  const expected = await on(whole);
  for (const engine of engines) expect(await on(engine)).toEqual(expected);
  return expected;
}

test.each([
  ['open', [1, 1, 1]],
  ['background', [0.5, 1, 0.75]],
] as const)('local thickness in boxes, border %s', async (border, spacing) => {
  const made = await alike([small, forced], [56, 44, 40], spacing, (volume) =>
    localThicknessNode(lumps(volume, 0.5), { border }),
  );
  expect(made.reduce((most, d) => Math.max(most, d), 0)).toBeGreaterThan(3);
});

test('local thickness without background has no end; of nothing it is 0', async () => {
  for (const lo of [-1, 9])
    await alike([small], [56, 44, 40], [1, 1, 1], (volume) =>
      localThicknessNode(lumps(volume, lo)),
    );
});

test('intrusion in boxes', async () => {
  await alike([small], [56, 44, 40], [1, 1, 1], (volume) =>
    intrusionNode(lumps(volume, 0.5), { faces: ['z0'] }),
  );
});
