import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { dilateNode, erodeNode } from '../../src/segmentation/mask_morphology.js';
import { threshold } from '../../src/segmentation/threshold.js';
import golden from '../golden/segmentation.json' with { type: 'json' };
import { openTestEngine, type TestEngine } from '../harness.js';
import { scattered } from '../reference/structures.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

async function maskOf(bits: ArrayLike<number>, size: Vec3, on = engine): Promise<Node> {
  return makeNode(threshold, { volume: await on.source(Uint8Array.from(bits), size) }, { lo: 1 });
}

const bits = (text: string): number[] => Array.from(text, Number);
const read = async (node: Node, on = engine): Promise<number[]> => Array.from(await on.grid(node));

/**
 * Whether any voxel (or, with `all`, every voxel inside the volume) of the box around each one is
 * set.
 */
function boxTwin(mask: ArrayLike<number>, [nx, ny, nz]: Vec3, size: Vec3, all: boolean): number[] {
  const [rx, ry, rz] = size.map((n) => (n - 1) / 2) as [number, number, number];
  return Array.from(mask, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    for (let c = Math.max(0, z - rz); c <= Math.min(nz - 1, z + rz); c++)
      for (let b = Math.max(0, y - ry); b <= Math.min(ny - 1, y + ry); b++)
        for (let a = Math.max(0, x - rx); a <= Math.min(nx - 1, x + rx); a++)
          if ((mask[(c * ny + b) * nx + a] === 1) !== all) return all ? 0 : 1;
    return all ? 1 : 0;
  });
}

describe('morphology by boxes', () => {
  test.each(golden.boxes.map((given, i) => [i, given] as const))(
    'equals SciPy on mask %i',
    async (_, given) => {
      const mask = await maskOf(bits(given.mask), given.size as unknown as Vec3);
      const size = given.window as unknown as Vec3;
      expect(await read(dilateNode(mask, { size }))).toEqual(bits(given.dilated));
      const eroded = erodeNode(mask, { size });
      expect(await read(eroded)).toEqual(bits(given.eroded));
      expect(await read(dilateNode(eroded, { size }))).toEqual(bits(given.opened));
      const inside = erodeNode(mask, { size, border: 'background' });
      expect(await read(inside)).toEqual(bits(given.erodedInside));
    },
  );

  test('equals its twin, whole and in bricks', async () => {
    const cases: readonly [Vec3, Vec3][] = [
      [
        [7, 5, 3],
        [3, 3, 3],
      ],
      [
        [33, 1, 1],
        [5, 1, 1],
      ],
      [
        [1, 1, 9],
        [3, 3, 5],
      ],
      [
        [97, 6, 5],
        [65, 3, 1],
      ],
      [
        [160, 5, 4],
        [93, 1, 3],
      ],
    ];
    for (const [size, window] of cases) {
      // Sparse for dilation; turned over, for erosion.
      const data = scattered(volumeOf(size), 6, 3).map((v) => (v === 0 ? 1 : 0));
      for (const on of [engine, bricked]) {
        const mask = await maskOf(data, size, on);
        const dilated = await read(dilateNode(mask, { size: window }), on);
        expect(dilated).toEqual(boxTwin(data, size, window, false));
        const dense = data.map((v) => 1 - v);
        const eroded = erodeNode(await maskOf(dense, size, on), { size: window });
        expect(await read(eroded, on)).toEqual(boxTwin(dense, size, window, true));
      }
    }
  });

  test('moves 0.25 bytes per voxel and pass', async () => {
    const size: Vec3 = [64, 32, 16];
    const mask = await maskOf(new Uint8Array(volumeOf(size)).fill(1), size);
    await read(mask);
    engine.costs();
    await read(erodeNode(mask, { size: [3, 3, 3] }));
    const cost = engine.costs().find(({ op }) => op === 'boxMorphology');
    expect(cost).toMatchObject({
      read: (3 * volumeOf(size)) / 8,
      write: (3 * volumeOf(size)) / 8,
    });
  });

  test('a shape must be one, and odd', async () => {
    const mask = await maskOf(new Uint8Array(8), [2, 2, 2]);
    expect(() => erodeNode(mask, {})).toThrow(/either radius/);
    expect(() => dilateNode(mask, { radius: 1, size: 3 })).toThrow(/either radius/);
    expect(() => dilateNode(mask, { size: 4 })).toThrow(/odd/);
    expect(() => erodeNode(mask, { radius: 2, border: 'closed' as never })).toThrow(/'background'/);
  });
});
