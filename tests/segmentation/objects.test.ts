import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { clearBorder } from '../../src/segmentation/clear_border.js';
import { equals } from '../../src/segmentation/equals.js';
import { leastVoxels, removeSmall } from '../../src/segmentation/remove_small.js';
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
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

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
    const kept = await engine.grid(
      makeNode(clearBorder, { labels: await labelsOf(data, size) }, {}),
    );
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
      const kept = await engine.grid(
        makeNode(clearBorder, { labels: await labelsOf(data, size) }, {}),
      );
      expect(kept).toEqual(data.map((v, i) => (onBorder(size, i) ? 0 : v)));
    }
  });

  test('equals its definition, ids kept', async () => {
    for (const [n, size] of SIZES.entries()) {
      const data = blocks(size, n + 1);
      const removed = new Set([...data].filter((_, i) => onBorder(size, i)));
      const kept = await engine.grid(
        makeNode(clearBorder, { labels: await labelsOf(data, size) }, {}),
      );
      expect(kept).toEqual(data.map((v) => (removed.has(v) ? 0 : v)));
    }
  });

  test('says so where ids are too large for a table', async () => {
    const labels = await labelsOf(Uint32Array.of(0, 4294967295, 0, 1), [4, 1, 1]);
    await expect(engine.grid(makeNode(clearBorder, { labels }, {}))).rejects.toMatchObject({
      code: 'limit',
    });
  });
});

describe('removeSmall', () => {
  test('of labels keeps those with enough voxels, ids kept', async () => {
    for (const [n, size] of SIZES.entries()) {
      const data = blocks(size, n + 7);
      const sizes = sizesTwin(data);
      const grid = await labelsOf(data, size);
      for (const minVoxels of [0, 1, 30, 31, 120, 1e12]) {
        const kept = await engine.grid(makeNode(removeSmall, { grid }, { minVoxels }));
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
          const kept = await engine.grid(
            makeNode(removeSmall, { grid }, { minVoxels, connectivity }),
          );
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
      expect(await engine.grid(makeNode(removeSmall, { grid }, { minVoxels: 5040 }))).toEqual(data);
      expect(await engine.grid(makeNode(removeSmall, { grid }, { minVoxels: 5041 }))).toEqual(
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
      ...(await engine.grid(makeNode(removeSmall, { grid }, { minVolume }))),
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
    expect(() => makeNode(removeSmall, { grid }, {})).toThrow(/either minVoxels or minVolume/);
    expect(() => makeNode(removeSmall, { grid }, { minVoxels: 1, minVolume: 1 })).toThrow(
      /not both/,
    );
    expect(() => makeNode(removeSmall, { grid }, { minVoxels: 1.5 })).toThrow(/integer/);
    expect(() => makeNode(removeSmall, { grid }, { minVoxels: 2, connectivity: 26 })).toThrow(
      /ids are the objects/,
    );
  });

  test('move what they declare: labels twice in and once out, and a table', async () => {
    const size: Vec3 = [64, 16, 8];
    const labels = await labelsOf(blocks(size, 3), size);
    await engine.grid(labels);
    engine.costs();
    await engine.grid(makeNode(removeSmall, { grid: labels }, { minVoxels: 9 }));
    await engine.grid(makeNode(clearBorder, { labels }, {}));
    const costs = new Map(engine.costs().map((cost) => [cost.op, cost.read + cost.write]));
    const voxels = volumeOf(size);
    const table = 4 * 40;
    expect(costs.get('removeSmall')).toBe(12 * voxels + 2 * table);
    const faces = 2 * (64 * 16 + 64 * 8 + 16 * 8);
    expect(costs.get('clearBorder')).toBe(8 * voxels + 4 * faces + table);
  });
});
