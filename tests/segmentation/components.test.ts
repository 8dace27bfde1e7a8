import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TrafficLog } from '../../src/gpu/index.js';
import { volumeOf, wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { components } from '../../src/segmentation/components.js';
import { equals } from '../../src/segmentation/equals.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { componentsTwin } from '../reference/components.js';
import { drawn, scattered, snake, spiral } from '../reference/structures.js';

const CONNECTIVITIES = [6, 18, 26] as const;
const SIZES: Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [1, 70, 2],
  [64, 65, 6],
  [65, 7, 9],
  [96, 4, 5],
  [31, 33, 1],
  [32, 3, 17],
];

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const greatest = (labels: ArrayLike<number>): number =>
  Array.from(labels).reduce((a, b) => Math.max(a, b), 0);

const maskOf = async (data: Uint8Array<ArrayBuffer>, size: Vec3): Promise<Node> =>
  makeNode(equals, { grid: await engine.source(data, size) }, { values: 1 });

async function labelled(data: Uint8Array<ArrayBuffer>, size: Vec3, connectivity: 6 | 18 | 26) {
  return engine.grid(makeNode(components, { grid: await maskOf(data, size) }, { connectivity }));
}

describe('components of masks', () => {
  test.each(CONNECTIVITIES)('equal flood fill at %i, sparse to dense', async (connectivity) => {
    for (const [i, size] of SIZES.entries())
      for (const fill of [1, 3, 5, 7]) {
        const data = scattered(volumeOf(size), 8, 7 * i + fill).map((v) => (v < fill ? 1 : 0));
        expect(await labelled(data, size, connectivity)).toEqual(
          componentsTwin(data, size, connectivity),
        );
      }
  });

  test.each(CONNECTIVITIES)(
    'equal flood fill at %i in blobs, whose runs cross words',
    async (connectivity) => {
      const size: Vec3 = [101, 23, 17];
      for (const level of [-0.6, 0, 0.6]) {
        const data = drawn(
          size,
          (x, y, z) =>
            Math.sin(x / 7 + y / 3) + Math.cos(y / 2.3 - z / 3) * Math.sin(x / 19 + z) > level,
        );
        expect(await labelled(data, size, connectivity)).toEqual(
          componentsTwin(data, size, connectivity),
        );
      }
    },
  );

  test('none, all, one voxel', async () => {
    const size: Vec3 = [40, 3, 4];
    const none = new Uint8Array(480);
    expect(await labelled(none, size, 6)).toEqual(new Uint32Array(480));
    expect(
      await labelled(
        none.map(() => 1),
        size,
        6,
      ),
    ).toEqual(new Uint32Array(480).fill(1));
    const one = new Uint8Array(480);
    one[255] = 1;
    expect(await labelled(one, size, 26)).toEqual(Uint32Array.from(one));
  });

  test('a checkerboard is all objects at 6 and one object at 18 and 26', async () => {
    const size: Vec3 = [16, 16, 16];
    const data = drawn(size, (x, y, z) => (x + y + z) % 2 === 0);
    const six = await labelled(data, size, 6);
    expect(greatest(six)).toBe(2048);
    expect(await labelled(data, size, 18)).toEqual(Uint32Array.from(data));
    expect(await labelled(data, size, 26)).toEqual(Uint32Array.from(data));
  });

  test.each([
    ['a snake', snake([45, 13, 9]), [45, 13, 9], 1],
    ['spirals', spiral([41, 39, 5]), [41, 39, 5], 3],
    [
      'a comb, united in its last row',
      drawn([65, 30, 1], (x, y) => x % 2 === 0 || y === 29),
      [65, 30, 1],
      1,
    ],
    [
      'a comb, united in its last slice',
      drawn([33, 9, 9], (x, y, z) => (x % 2 === 0 && y % 2 === 0) || z === 8),
      [33, 9, 9],
      1,
    ],
    ['nested brackets', drawn([40, 40, 3], (x, y) => Math.min(x, y) % 2 === 0), [40, 40, 3], 20],
  ] as [string, Uint8Array<ArrayBuffer>, Vec3, number][])(
    'hard case: %s',
    async (_, data, size, count) => {
      for (const connectivity of CONNECTIVITIES) {
        const found = await labelled(data, size, connectivity);
        expect(found).toEqual(componentsTwin(data, size, connectivity));
        expect(greatest(found)).toBe(count);
      }
    },
  );

  test('pairs of voxels that touch across the edge of a word, in all directions', async () => {
    const size: Vec3 = [64, 5 * 26, 10];
    const data = new Uint8Array(volumeOf(size));
    for (let direction = 0; direction < 13; direction += 1)
      for (const parity of [0, 1, 2, 3]) {
        // Directions to the neighbours at x − 1, x or x + 1 that come later in raster order.
        const [dx, dy, dz] = [
          ((direction + 14) % 3) - 1,
          (Math.floor((direction + 14) / 3) % 3) - 1,
          Math.floor((direction + 14) / 9) - 1,
        ];
        const x = dx < 0 ? 32 : 31;
        const y = 10 * direction + 5 * (parity >> 1) + 1 + (parity & 1);
        const z = 5 * (direction % 2) + 1 + (parity >> 1);
        data[(z * size[1] + y) * 64 + x] = 1;
        data[((z + dz) * size[1] + y + dy) * 64 + x + dx] = 1;
      }
    for (const connectivity of CONNECTIVITIES)
      expect(await labelled(data, size, connectivity)).toEqual(
        componentsTwin(data, size, connectivity),
      );
  });

  test('are the same integers on every run', async () => {
    const size: Vec3 = [64, 32, 16];
    const data = scattered(volumeOf(size), 2, 99);
    const expected = componentsTwin(data, size, 6);
    for (let i = 0; i < 8; i++) expect(await labelled(data, size, 6)).toEqual(expected);
  });

  test('state how many there are as the bound of their ids', async () => {
    const size: Vec3 = [33, 5, 5];
    const data = scattered(volumeOf(size), 3, 5).map((v) => (v === 0 ? 1 : 0));
    const node = makeNode(components, { grid: await maskOf(data, size) }, {});
    const labels = await engine.grid(node);
    const context = { signal: undefined, log: new TrafficLog(), onStep: () => undefined };
    const lease = await engine.engine.evaluator.lease(node, wholeRegion(size), context);
    expect(lease.grid.labelBound).toBe(greatest(labels));
    lease.release();
  });

  test.each([
    [6, 1],
    [26, 2],
  ] as const)('move what they declare at %i', async (connectivity, depth) => {
    const size: Vec3 = [64, 32, 16];
    const data = scattered(volumeOf(size), 2, 4);
    const node = makeNode(components, { grid: await maskOf(data, size) }, { connectivity });
    engine.costs();
    await engine.grid(node);
    const cost = engine.costs().find(({ op }) => op === 'components')!;
    // Rows of a bundle that are set at x; a node starts where they are not connected with x − 1.
    let nodes = 0;
    for (let z = 0; z < 16; z += depth)
      for (let y = 0; y < 32; y += 2)
        for (let x = 0; x < 64; x += 1) {
          const rowsAt = (at: number): number[] =>
            [0, 1, 2, 3]
              .slice(0, 2 * depth)
              .filter((row) => data[((z + (row >> 1)) * 32 + y + (row & 1)) * 64 + at] === 1);
          const [own, before] = [rowsAt(x), x % 32 === 0 ? [] : rowsAt(x - 1)];
          const joins = own.some((row) => (depth === 1 ? before.includes(row) : before.length > 0));
          if (own.length > 0 && !joins) nodes += 1;
        }
    // Tables of 16 words' counts come on top, under 1 % here.
    const expected = 4.875 * volumeOf(size) + 24 * nodes;
    expect(cost.dispatches).toBe(7);
    expect(cost.read + cost.write).toBeGreaterThanOrEqual(expected);
    expect(cost.read + cost.write).toBeLessThan(1.01 * expected);
  });

  test('refuse another connectivity', async () => {
    const grid = await maskOf(new Uint8Array(8), [2, 2, 2]);
    expect(() => makeNode(components, { grid }, { connectivity: 8 })).toThrow(/6, 18, 26/);
  });
});

describe('components of labels and phases', () => {
  test.each(CONNECTIVITIES)('equal flood fill of equal values at %i', async (connectivity) => {
    for (const [i, size] of (
      [
        [7, 5, 3],
        [33, 1, 1],
        [1, 1, 9],
        [64, 35, 3],
        [65, 7, 9],
      ] as Vec3[]
    ).entries())
      for (const values of [2, 3]) {
        const data = scattered(volumeOf(size), values, 31 * i + values);
        const volume = await engine.source(data, size);
        const labels = makeNode(toLabels, { volume }, {});
        const phases = makeNode(toPhases, { volume }, { phases: { pore: 0, solid: 1, binder: 2 } });
        expect(await engine.grid(makeNode(components, { grid: labels }, { connectivity }))).toEqual(
          componentsTwin(data, size, connectivity),
        );
        expect(await engine.grid(makeNode(components, { grid: phases }, { connectivity }))).toEqual(
          componentsTwin(data, size, connectivity, true),
        );
      }
  });

  test('large ids, stripes that abut, one value everywhere', async () => {
    const size: Vec3 = [70, 6, 4];
    const stripes = Uint32Array.from(
      { length: volumeOf(size) },
      (_, i) => 4e9 + Math.floor((i % 70) / 3),
    );
    const node = makeNode(toLabels, { volume: await engine.source(stripes, size) }, {});
    for (const connectivity of CONNECTIVITIES)
      expect(await engine.grid(makeNode(components, { grid: node }, { connectivity }))).toEqual(
        componentsTwin(stripes, size, connectivity),
      );
    const flat = makeNode(
      toPhases,
      { volume: await engine.source(new Uint8Array(volumeOf(size)), size) },
      { phases: { pore: 0 } },
    );
    expect(await engine.grid(makeNode(components, { grid: flat }, {}))).toEqual(
      new Uint32Array(volumeOf(size)).fill(1),
    );
  });

  test('eight octants and one voxel are nine components', async () => {
    const size: Vec3 = [64, 64, 64];
    const data = drawn(size, () => false);
    let i = 0;
    for (let z = 0; z < 64; z++)
      for (let y = 0; y < 64; y++)
        for (let x = 0; x < 64; x++) data[i++] = 1 + (x >> 5) + 2 * (y >> 5) + 4 * (z >> 5);
    data[(16 * 64 + 16) * 64 + 16] = 9;
    const grid = makeNode(toLabels, { volume: await engine.source(data, size) }, {});
    for (const connectivity of CONNECTIVITIES) {
      const found = await engine.grid(makeNode(components, { grid }, { connectivity }));
      expect(greatest(found)).toBe(9);
    }
  });
});
