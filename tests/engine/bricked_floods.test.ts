import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gaussian } from '../../src/filters/gaussian.js';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { extremaNode } from '../../src/segmentation/extrema.js';
import { reconstruct } from '../../src/segmentation/reconstruct.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { watershed } from '../../src/segmentation/watershed.js';
import { Random } from '../../src/synthetic/index.js';
import { openTestEngine, type TestEngine } from '../harness.js';

let whole: TestEngine;
const bricked: TestEngine[] = [];
beforeAll(async () => {
  whole = await openTestEngine();
  bricked.push(await openTestEngine({ brick: [32, 8, 2] }));
});
afterAll(async () => {
  for (const engine of [whole, ...bricked]) await engine.close();
});

/** The same bits slab by slab as whole. */
async function alike(
  arrays: readonly GridArray[],
  size: Vec3,
  make: (...volumes: Node[]) => Node,
): Promise<void> {
  const on = async (engine: TestEngine): Promise<GridArray> =>
    engine.grid(make(...(await Promise.all(arrays.map((data) => engine.source(data, size))))));
  const expected = await on(whole);
  for (const engine of bricked) expect(await on(engine)).toEqual(expected);
}

/** Whole numbers below `levels`: many plateaus, some wide. */
function relief(size: Vec3, levels: number, dtype: Dtype, seed: number): GridArray {
  const random = new Random(seed);
  const data = makeArray(dtype, volumeOf(size));
  for (let i = 0; i < data.length; i++)
    data[i] =
      i > 0 && random.uniform() < 0.3 ? data[i - 1]! : Math.floor(random.uniform() * levels);
  return data;
}

/** A value at few voxels, another elsewhere. */
function rare(size: Vec3, dtype: Dtype, value: number, else_: number): GridArray {
  return makeArray(dtype, volumeOf(size)).map((_, i) => (i % 97 === 5 ? value : else_));
}

/** Ids at few voxels, 0 elsewhere. */
function someMarkers(size: Vec3, each: number): GridArray {
  return Uint32Array.from({ length: volumeOf(size) }, (_, i) =>
    i % each === each >> 1 ? 1 + Math.floor(i / each) : 0,
  );
}

/** A channel that winds up and down through all slices: walls of 9, and gaps at alternate ends. */
function winding([nx, ny, nz]: Vec3): GridArray {
  return Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
    const x = i % nx;
    const z = Math.floor(i / nx / ny);
    return x % 2 === 0 ? 1 : z === (x % 4 === 1 ? nz - 1 : 0) ? 1 : 9;
  });
}

describe('floods slab by slab give the same bits as whole', () => {
  test.each([6, 18, 26] as const)('reconstruction, connectivity %i', async (connectivity) => {
    const size: Vec3 = [21, 7, 8];
    for (const [by, dtype, elsewhere] of [
      ['erosion', 'u8', 255],
      ['dilation', 'f32', -5],
    ] as const)
      await alike(
        [relief(size, 9, dtype, 3), rare(size, dtype, 4, elsewhere)],
        size,
        (volume, seed) => makeNode(reconstruct, { volume, seed }, { by, connectivity }),
      );
  });

  test('reconstruction along a way that winds up and down', async () => {
    const size: Vec3 = [11, 2, 6];
    const seed = new Uint8Array(volumeOf(size)).fill(255);
    seed[0] = 0;
    await alike([winding(size), seed], size, (volume, from) =>
      makeNode(reconstruct, { volume, seed: from }, { by: 'erosion' }),
    );
  });

  test.each([{}, { of: 'minima', h: 2, connectivity: 26 }, { h: 99 }])(
    'extrema: %o',
    async (params) => {
      const size: Vec3 = [37, 7, 7];
      await alike([relief(size, 7, 'u16', 4)], size, (volume) => extremaNode(volume, params));
      await alike([relief(size, 7, 'f32', 5)], size, (volume) =>
        extremaNode(makeNode(gaussian, { volume }, { sigma: voxels(1) }), params),
      );
    },
  );

  test.each([
    [6, false],
    [6, true],
    [18, false],
    [26, true],
  ] as const)('watershed, connectivity %i, ridges %s', async (connectivity, ridges) => {
    const size: Vec3 = [37, 7, 8];
    const options = { connectivity, ridges };
    for (const levels of [3, 40])
      await alike(
        [relief(size, levels, 'u8', 6), someMarkers(size, 61), relief(size, 5, 'u8', 7)],
        size,
        (volume, from, other) =>
          makeNode(
            watershed,
            {
              volume,
              markers: makeNode(toLabels, { volume: from }),
              mask: makeNode(threshold, { volume: other }, { lo: 1 }),
            },
            options,
          ),
      );
  });

  test('watershed of a flat volume, and along a way that winds up and down', async () => {
    const size: Vec3 = [11, 4, 6];
    for (const [volume, ridges] of [
      [new Uint8Array(volumeOf(size)), false],
      [winding(size), true],
    ] as const)
      await alike([volume, someMarkers(size, 100)], size, (relief_, from) =>
        makeNode(
          watershed,
          { volume: relief_, markers: makeNode(toLabels, { volume: from }) },
          { ridges },
        ),
      );
  });
});
