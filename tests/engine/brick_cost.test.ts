import { afterAll, beforeAll, expect, test } from 'vitest';
import { gaussian } from '../../src/filters/gaussian.js';
import { medianNode } from '../../src/filters/median.js';
import { voxels } from '../../src/recipe/length.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { count } from '../../src/stats/count.js';
import { histogramNode } from '../../src/stats/histogram.js';
import { openTestEngine, type TestEngine } from '../harness.js';

const SIZE: Vec3 = [64, 64, 64];
const BRICK = 32;
let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, BRICK, BRICK] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

const above = (volume: Node): Node => makeNode(threshold, { volume }, { lo: 99 });
const CHAINS: readonly (readonly [name: string, halo: number, make: (volume: Node) => Node])[] = [
  ['median, count', 1, (v) => makeNode(count, { mask: above(medianNode(v, { size: 3 })) })],
  [
    'gaussian, count',
    4,
    (v) =>
      makeNode(count, { mask: above(makeNode(gaussian, { volume: v }, { sigma: voxels(1) })) }),
  ],
  [
    'median of 5, gaussian, histogram',
    6,
    (v) =>
      histogramNode(
        makeNode(gaussian, { volume: medianNode(v, { size: 5 }) }, { sigma: voxels(1) }),
        undefined,
        64,
      ),
  ],
];

test.each(CHAINS)('%s: bricks move little more than the whole', async (_, halo, make) => {
  const data = Uint8Array.from({ length: 64 ** 3 }, (_v, i) => (i * 2654435761) >>> 24);
  const moved: number[] = [];
  for (const engine of [whole, bricked]) {
    const node = make(await engine.source(data, SIZE));
    engine.costs();
    await engine.value(node);
    moved.push(engine.costs().reduce((sum, cost) => sum + cost.read + cost.write, 0));
  }
  const [once, inBricks] = moved as [number, number];
  expect(inBricks / once).toBeLessThanOrEqual(1.15 * (1 + (2 * halo) / BRICK) ** 3);
});
