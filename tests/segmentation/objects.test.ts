import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import {
  fillHolesNode,
  keepLargestNode,
  percolatingNode,
  reachingNode,
  touchingNode,
} from '../../src/segmentation/chosen_objects.js';
import { invert } from '../../src/filters/invert.js';
import { clearBorderNode } from '../../src/segmentation/clear_border.js';
import { equals } from '../../src/segmentation/equals.js';
import { leastVoxels, removeSmallNode } from '../../src/segmentation/remove_small.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { componentsTwin, sizesTwin } from '../reference/components.js';
import { drawn, scattered } from '../reference/structures.js';

const SIZES: Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [64, 65, 6],
  [40, 30, 1],
];

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

type Ids = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

async function labelsOf(data: Ids, size: Vec3, spacing: Vec3 = [1, 1, 1]): Promise<Node> {
  return makeNode(toLabels, { volume: await engine.source(data, size, { spacing }) }, {});
}

/** Blocks of 5 × 3 × 2 voxels with scattered ids, 0 among them. */
function blocks([nx, ny, nz]: Vec3, seed: number): Uint32Array<ArrayBuffer> {
  const ids = scattered(4096, 40, seed);
  const data = new Uint32Array(nx * ny * nz);
  let i = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        data[i++] = ids[Math.floor(x / 5) + 16 * Math.floor(y / 3) + 512 * Math.floor(z / 2)]!;
  return data;
}

function onBorder([nx, ny, nz]: Vec3, i: number): boolean {
  const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
  return (
    x === 0 || y === 0 || x === nx - 1 || y === ny - 1 || (nz > 1 && (z === 0 || z === nz - 1))
  );
}

describe('clearBorder', () => {
  test('the published case: of three objects two are kept, of 26 and 8 voxels', async () => {
    const size: Vec3 = [8, 8, 8];
    const data = drawn(size, () => false);
    const set = (from: Vec3, to: Vec3, id: number): void => {
      for (let z = from[2]; z < to[2]; z++)
        for (let y = from[1]; y < to[1]; y++)
          for (let x = from[0]; x < to[0]; x++) data[(z * 8 + y) * 8 + x] = id;
    };
    set([0, 1, 1], [1, 3, 3], 5);
    set([2, 2, 2], [5, 5, 5], 9);
    set([3, 3, 3], [4, 4, 4], 0);
    set([5, 5, 5], [7, 7, 7], 12);
    const kept = await engine.grid(clearBorderNode(await labelsOf(data, size)));
    expect([...sizesTwin(kept)]).toEqual([
      [9, 26],
      [12, 8],
    ]);
    expect(kept).toEqual(Uint32Array.from(data, (v) => (v === 5 ? 0 : v)));
  });

  test('each face of a volume counts, and of an image only the edges', async () => {
    for (const size of [
      [5, 6, 7],
      [35, 5, 1],
      [1, 4, 4],
      [3, 1, 3],
    ] as Vec3[]) {
      const data = Uint32Array.from({ length: volumeOf(size) }, (_, i) => i + 1);
      const kept = await engine.grid(clearBorderNode(await labelsOf(data, size)));
      expect(kept).toEqual(data.map((v, i) => (onBorder(size, i) ? 0 : v)));
    }
  });

  test('equals its definition, ids kept', async () => {
    for (const [n, size] of SIZES.entries()) {
      const data = blocks(size, n + 1);
      const removed = new Set([...data].filter((_, i) => onBorder(size, i)));
      const kept = await engine.grid(clearBorderNode(await labelsOf(data, size)));
      expect(kept).toEqual(data.map((v) => (removed.has(v) ? 0 : v)));
    }
  });

  test('says so where ids are too large for a table', async () => {
    const labels = await labelsOf(Uint32Array.of(0, 4294967295, 0, 1), [4, 1, 1]);
    await expect(engine.grid(clearBorderNode(labels))).rejects.toMatchObject({
      code: 'limit',
    });
  });
});

/** Components of a mask with the faces that each touches, as bits. */
function facesTwin(labels: ArrayLike<number>, [nx, ny, nz]: Vec3): Map<number, number> {
  const faces = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    const id = labels[i]!;
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const here = [x === 0, x === nx - 1, y === 0, y === ny - 1, z === 0, z === nz - 1];
    const bits = here.reduce((sum, at, bit) => sum | (at ? 1 << bit : 0), 0);
    if (id > 0) faces.set(id, (faces.get(id) ?? 0) | bits);
  }
  return faces;
}

describe('objects chosen by what they touch and by their size', () => {
  const size: Vec3 = [40, 13, 9];
  const mask = scattered(volumeOf(size), 2, 21);
  const labels = componentsTwin(mask, size, 6);
  const kept = (keep: (id: number) => boolean): Uint8Array =>
    Uint8Array.from(labels, (id) => (id > 0 && keep(id) ? 1 : 0));
  const both = async (make: (grid: Node) => Node): Promise<readonly unknown[]> =>
    Promise.all(
      [engine, bricked].map(async (on) =>
        on.grid(make(makeNode(equals, { grid: await on.source(mask, size) }, { values: 1 }))),
      ),
    );

  test('percolating, reaching, clear: by faces', async () => {
    const faces = facesTwin(labels, size);
    for (const [axis, bits] of [
      ['x', 3],
      ['y', 12],
      ['z', 48],
    ] as const)
      for (const out of await both((grid) => percolatingNode(grid, { axis })))
        expect(out).toEqual(kept((id) => (faces.get(id)! & bits) === bits));
    for (const out of await both((grid) => reachingNode(grid, { faces: ['x0', 'z1'] })))
      expect(out).toEqual(kept((id) => (faces.get(id)! & 33) !== 0));
    for (const out of await both((grid) => clearBorderNode(grid)))
      expect(out).toEqual(kept((id) => faces.get(id) === 0));
  });

  test('the largest, ties in raster order', async () => {
    const sizes = sizesTwin(labels);
    const order = [...sizes.keys()].sort((a, b) => sizes.get(b)! - sizes.get(a)! || a - b);
    for (const count of [1, 4, 1000]) {
      const ids = new Set(order.slice(0, count));
      for (const out of await both((grid) => keepLargestNode(grid, { count })))
        expect(out).toEqual(kept((id) => ids.has(id)));
    }
  });

  test('those with a voxel in a marker', async () => {
    const marker = scattered(volumeOf(size), 25, 4).map((v) => (v === 1 ? 1 : 0));
    const ids = new Set(Array.from(labels).filter((id, i) => id > 0 && marker[i] === 1));
    for (const on of [engine, bricked]) {
      const grid = makeNode(equals, { grid: await on.source(mask, size) }, { values: 1 });
      const seeds = makeNode(equals, { grid: await on.source(marker, size) }, { values: 1 });
      expect(await on.grid(touchingNode(grid, seeds))).toEqual(kept((id) => ids.has(id)));
    }
  });

  test('holes are filled in three dimensions, or slice by slice', async () => {
    // Full but for one voxel in ten, so that most of the background is enclosed.
    const solid = scattered(volumeOf(size), 10, 8).map((v) => (v === 0 ? 0 : 1));
    const holes = (shape: Vec3, data: ArrayLike<number>, clear: number): Uint8Array => {
      const outside = Uint8Array.from(data, (v) => 1 - v);
      const parts = componentsTwin(outside, shape, 6);
      const faces = facesTwin(parts, shape);
      return Uint8Array.from(parts, (id, i) =>
        id > 0 && (faces.get(id)! & clear) === 0 ? 1 : data[i]!,
      );
    };
    const slices = new Uint8Array(solid.length);
    const area = size[0] * size[1];
    for (let z = 0; z < size[2]; z++)
      slices.set(
        holes([size[0], size[1], 1], solid.subarray(z * area, (z + 1) * area), 15),
        z * area,
      );
    for (const on of [engine, bricked]) {
      const grid = makeNode(equals, { grid: await on.source(solid, size) }, { values: 1 });
      expect(await on.grid(fillHolesNode(grid))).toEqual(holes(size, solid, 63));
      expect(await on.grid(fillHolesNode(grid, { axis: 'z' }))).toEqual(slices);
    }
  });

  test('holes of an image and of a row, where an axis of one voxel has no border', async () => {
    const ring = [1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0];
    const filled = [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0];
    const of = async (values: number[], shape: Vec3): Promise<number[]> => {
      const grid = await engine.source(Uint8Array.from(values), shape);
      return Array.from(
        await engine.grid(fillHolesNode(makeNode(equals, { grid }, { values: 1 }))),
      );
    };
    expect(await of(ring, [4, 3, 1])).toEqual(filled);
    expect(await of(ring, [4, 1, 3])).toEqual(filled);
    expect(await of([0, 1, 0, 0, 1, 0], [6, 1, 1])).toEqual([0, 1, 1, 1, 1, 0]);
    expect(await of([0], [1, 1, 1])).toEqual([0]);
  });

  test('empty and full masks, and what is refused', async () => {
    const none = makeNode(
      equals,
      { grid: await engine.source(new Uint8Array(24), [4, 3, 2]) },
      { values: 1 },
    );
    expect(await engine.grid(keepLargestNode(none, {}))).toEqual(new Uint8Array(24));
    expect(await engine.grid(fillHolesNode(none))).toEqual(new Uint8Array(24));
    const all = makeNode(invert, { mask: none });
    expect(await engine.grid(percolatingNode(all, { axis: 'z' }))).toEqual(
      new Uint8Array(24).fill(1),
    );
    expect(await engine.grid(clearBorderNode(all))).toEqual(new Uint8Array(24));
    expect(() => keepLargestNode(none, { count: 0 })).toThrow(/integer ≥ 1/);
    expect(() => percolatingNode(none, { axis: 'w' as 'x' })).toThrow(/'x', 'y', 'z'/);
    expect(() => reachingNode(none, { faces: [] })).toThrow(/'x0'/);
    expect(() => fillHolesNode(none, { connectivity: 8 as 6 })).toThrow(/6/);
  });
});

describe('removeSmall', () => {
  test('of labels keeps those with enough voxels, ids kept', async () => {
    for (const [n, size] of SIZES.entries()) {
      const data = blocks(size, n + 7);
      const sizes = sizesTwin(data);
      const grid = await labelsOf(data, size);
      for (const minVoxels of [0, 1, 30, 31, 120, 1e12]) {
        const kept = await engine.grid(removeSmallNode(grid, { minVoxels }));
        expect(kept).toEqual(data.map((v) => ((sizes.get(v) ?? 0) >= minVoxels ? v : 0)));
      }
    }
  });

  test.each([6, 18, 26] as const)(
    'of a mask keeps components with enough voxels at %i',
    async (connectivity) => {
      for (const [n, size] of SIZES.entries()) {
        const data = scattered(volumeOf(size), 3, n + 5).map((v) => (v === 0 ? 1 : 0));
        const labels = componentsTwin(data, size, connectivity);
        const sizes = sizesTwin(labels);
        const grid = makeNode(equals, { grid: await engine.source(data, size) }, { values: 1 });
        for (const minVoxels of [0, 2, 5, 1000]) {
          const kept = await engine.grid(removeSmallNode(grid, { minVoxels, connectivity }));
          expect(kept).toEqual(
            Uint8Array.from(labels, (v) => (v > 0 && (sizes.get(v) ?? 0) >= minVoxels ? 1 : 0)),
          );
        }
      }
    },
  );

  test('of a full and an empty mask', async () => {
    const size: Vec3 = [70, 8, 9];
    for (const value of [0, 1]) {
      const data = new Uint8Array(volumeOf(size)).fill(value);
      const grid = makeNode(equals, { grid: await engine.source(data, size) }, { values: 1 });
      expect(await engine.grid(removeSmallNode(grid, { minVoxels: 5040 }))).toEqual(data);
      expect(await engine.grid(removeSmallNode(grid, { minVoxels: 5041 }))).toEqual(
        new Uint8Array(data.length),
      );
    }
  });

  test('takes a volume in the unit cubed, and an object of just that volume is kept', async () => {
    const spacing: Vec3 = [0.1, 0.1, 0.3];
    const data = Uint8Array.of(1, 1, 1, 0, 2, 2, 0, 3);
    const grid = await labelsOf(data, [8, 1, 1], spacing);
    const voxel = 0.1 * 0.1 * 0.3;
    const kept = async (minVolume: number) => [
      ...(await engine.grid(removeSmallNode(grid, { minVolume }))),
    ];
    expect(await kept(3 * voxel)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
    expect(await kept(2 * voxel)).toEqual([1, 1, 1, 0, 2, 2, 0, 0]);
    expect(await kept(2.01 * voxel)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
    expect(await kept(0)).toEqual([...data]);
  });

  test('the least count is the smallest whose volume reaches the minimum', () => {
    const meta = {
      kind: 'labels',
      storage: 'u32',
      size: [10, 10, 10],
      unit: 'µm',
      origin: [0, 0, 0],
    } as const;
    for (const spacing of [
      [0.1, 0.1, 0.3],
      [1 / 3, 0.7, 1.1],
    ] as Vec3[])
      for (let n = 1; n < 500; n++) {
        const minVolume = n * volumeOf(spacing);
        expect(leastVoxels({ minVoxels: null, minVolume }, { ...meta, spacing })).toBe(n);
      }
  });

  test('wants one of the two limits, and connectivity only for masks', async () => {
    const grid = await labelsOf(new Uint8Array(8), [2, 2, 2]);
    expect(() => removeSmallNode(grid, {})).toThrow(/either minVoxels or minVolume/);
    expect(() => removeSmallNode(grid, { minVoxels: 1, minVolume: 1 })).toThrow(/not both/);
    expect(() => removeSmallNode(grid, { minVoxels: 1.5 })).toThrow(/integer/);
    expect(() => removeSmallNode(grid, { minVoxels: 2, connectivity: 26 })).toThrow(
      /ids are the objects/,
    );
  });

  test('move what they declare: labels twice in and once out, and a table', async () => {
    const size: Vec3 = [64, 16, 8];
    const labels = await labelsOf(blocks(size, 3), size);
    await engine.grid(labels);
    engine.costs();
    await engine.grid(removeSmallNode(labels, { minVoxels: 9 }));
    await engine.grid(clearBorderNode(labels));
    const costs = new Map(engine.costs().map((cost) => [cost.op, cost.read + cost.write]));
    const voxels = volumeOf(size);
    const faces = 2 * (64 * 16 + 64 * 8 + 16 * 8);
    const table = costs.get('labelSizes')! - 4 * voxels;
    expect(table).toBe(4 * (1 + Math.max(...blocks(size, 3))));
    expect(costs.get('labelFaces')).toBe(4 * faces);
    // One bit per id, in whole words.
    expect(costs.get('keepLabels')).toBe(2 * (8 * voxels + 8));
  });
});
