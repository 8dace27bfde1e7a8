import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maskColumns, type MaskColumns } from '../../src/cell/stack/mask_columns.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { Random } from '../../src/synthetic/random.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testTraffic } from '../ops/traffic.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 8, 7] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const SIZE: Vec3 = [75, 41, 38];
const grid = { spacing: [0.5, 0.7, 2] as Vec3, unit: 'µm', origin: [3, -4, 10] as Vec3 };
const random = new Random(3);
const data = Uint8Array.from({ length: 75 * 41 * 38 }, () => (random.uniform() < 0.4 ? 1 : 0));
const maskIn = async (where: TestEngine): Promise<Node> =>
  makeNode(threshold, { volume: await where.source(data, SIZE, grid) }, { lo: 1 });

describe('maskColumns', () => {
  test.each([
    ['x', 1, 2, 0],
    ['y', 0, 2, 1],
    ['z', 0, 1, 2],
  ] as const)('has every voxel of its columns along %s', async (axis, u, v, w) => {
    for (const every of [1, 3]) {
      const node = makeNode(maskColumns, { mask: await maskIn(engine) }, { axis, every });
      const found = (await engine.value(node)) as MaskColumns;
      expect([found.columns, found.rows.length, found.samples]).toEqual([
        ...[Math.ceil(SIZE[u] / every), Math.ceil(SIZE[v] / every), SIZE[w]],
      ]);
      expect([found.u, found.v, found.along]).toEqual([
        ...[u, v].map((i) => ({ first: grid.origin[i], step: every * grid.spacing[i] })),
        { first: grid.origin[w], step: grid.spacing[w] },
      ]);
      let wrong = 0;
      found.rows.forEach((bits, row) => {
        for (let column = 0; column < found.columns; column += 1)
          for (let j = 0; j < 32 * Math.ceil(found.samples / 32); j += 1) {
            const bit = (bits[(j >> 5) * found.columns + column]! >>> (j & 31)) & 1;
            const p = [0, 0, 0];
            [p[u], p[v], p[w]] = [column * every, row * every, j];
            const wanted = j < found.samples ? data[(p[2]! * 41 + p[1]!) * 75 + p[0]!]! : 0;
            if (bit !== wanted) wrong += 1;
          }
      });
      expect(wrong).toBe(0);
      const inBricks = makeNode(maskColumns, { mask: await maskIn(bricked) }, { axis, every });
      expect(await bricked.value(inBricks)).toEqual(found);
    }
  });

  test('takes 512 columns each way if it is not told otherwise', async () => {
    const volume = await engine.source(new Uint8Array(1100 * 3 * 4), [1100, 3, 4]);
    const mask = makeNode(threshold, { volume }, { lo: 1 });
    const found = (await engine.value(makeNode(maskColumns, { mask }, {}))) as MaskColumns;
    expect([found.columns, found.rows.length, found.u.step]).toEqual([367, 1, 3]);
  });

  testTraffic(
    maskColumns,
    () => engine,
    (volume) =>
      makeNode(
        maskColumns,
        { mask: makeNode(threshold, { volume }, { lo: 1 }) },
        { axis: 'z', every: 2 },
      ),
    // 32 columns of one word in 32 rows.
    { dispatches: 1, perVoxel: 1 / 8, besides: 4 * 32 * 32 },
  );
});
