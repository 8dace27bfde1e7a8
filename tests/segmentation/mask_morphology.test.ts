import { afterAll, beforeAll, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { dilateByBall, erodeByBall } from '../../src/segmentation/mask_morphology.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { scattered } from '../reference/structures.js';
import { ballOffsets } from '../reference/windows.js';

let engines: TestEngine[];
beforeAll(async () => {
  engines = [await openTestEngine(), await openTestEngine({ brick: [32, 4, 3] })];
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
});

/**
 * Whether any (or, of erosion, every) voxel of the ball is in the mask; `outside` is what lies
 * beyond the border.
 */
function morphologyTwin(
  mask: Uint8Array,
  [nx, ny, nz]: Vec3,
  offsets: readonly Vec3[],
  dilate: boolean,
  outside: 0 | 1,
): Uint8Array {
  return mask.map((_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const values = offsets.map(([dx, dy, dz]) => {
      const [u, v, w] = [x + dx, y + dy, z + dz];
      const inside = u >= 0 && v >= 0 && w >= 0 && u < nx && v < ny && w < nz;
      if (inside) return mask[(w * ny + v) * nx + u]!;
      // An image has no border along z: there only what is beyond its edges is outside.
      return !dilate && nz === 1 && u >= 0 && v >= 0 && u < nx && v < ny ? 1 : outside;
    });
    return Number(dilate ? values.includes(1) : !values.includes(0));
  });
}

test.each<[Vec3, Vec3, number]>([
  [[37, 9, 8], [1, 1, 1], 1],
  [[37, 9, 8], [1, 1, 1], 2],
  [[20, 11, 9], [0.5, 0.5, 1.5], 1.5],
  [[33, 4, 1], [0.1, 0.1, 0.1], 0.3],
  [[12, 12, 7], [1, 2, 3], 3.7],
])('balls of a mask of %j voxels spaced %j, radius %d', async (size, spacing, radius) => {
  const offsets = ballOffsets(radius, spacing);
  for (const dense of [false, true]) {
    const mask = scattered(volumeOf(size), dense ? 30 : 12, 3).map((v) =>
      Number((v === 0) !== dense),
    );
    const bits = Uint8Array.from(mask);
    for (const engine of engines) {
      const volume = await engine.source(bits, size, { spacing });
      const grid: Node = makeNode(equals, { grid: volume }, { values: 1 });
      expect(await engine.grid(dilateByBall(grid, radius))).toEqual(
        morphologyTwin(bits, size, offsets, true, 0),
      );
      expect(await engine.grid(erodeByBall(grid, radius))).toEqual(
        morphologyTwin(bits, size, offsets, false, 1),
      );
      expect(await engine.grid(erodeByBall(grid, radius, 'background'))).toEqual(
        morphologyTwin(bits, size, offsets, false, 0),
      );
    }
  }
});

test('empty and full masks, and radii that are none', async () => {
  const [engine] = engines as [TestEngine];
  const grid = makeNode(
    equals,
    { grid: await engine.source(new Uint8Array(60), [5, 4, 3]) },
    { values: 1 },
  );
  expect(await engine.grid(dilateByBall(grid, voxels(2)))).toEqual(new Uint8Array(60));
  expect(await engine.grid(erodeByBall(grid, voxels(2)))).toEqual(new Uint8Array(60));
  const all = makeNode(equals, { grid: grid.inputs['grid']! }, { values: 0 });
  expect(await engine.grid(erodeByBall(all, 2))).toEqual(new Uint8Array(60).fill(1));
  expect(await engine.grid(dilateByBall(all, 2))).toEqual(new Uint8Array(60).fill(1));
  for (const radius of [0, -1, NaN, 'wide'])
    expect(() => erodeByBall(grid, radius as number)).toThrow(/length/);
});
