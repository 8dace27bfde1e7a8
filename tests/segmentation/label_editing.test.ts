import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { expandLabels } from '../../src/segmentation/expand_labels.js';
import { labelEdges } from '../../src/segmentation/label_edges.js';
import { labelsWithin, shrinkNode } from '../../src/segmentation/labels_within.js';
import { phasesOfMasksNode } from '../../src/segmentation/phases_of_masks.js';
import { renumberNode } from '../../src/segmentation/renumber.js';
import { selectNode } from '../../src/segmentation/select_labels.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { measureNode } from '../../src/stats/measure.js';
import { Random } from '../../src/synthetic/index.js';
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

async function labelsOf(
  ids: ArrayLike<number>,
  size: Vec3,
  on = engine,
  spacing: Vec3 = [1, 1, 1],
): Promise<Node> {
  const volume = await on.source(Uint32Array.from(ids), size, { spacing });
  return makeNode(toLabels, { volume });
}

async function maskOf(bits: ArrayLike<number>, size: Vec3, on = engine): Promise<Node> {
  return makeNode(threshold, { volume: await on.source(Uint8Array.from(bits), size) }, { lo: 1 });
}

const read = async (node: Node, on = engine): Promise<number[]> => Array.from(await on.grid(node));
const bits = (text: string): number[] => Array.from(text, Number);

/** A few ids, most voxels without. */
function sparse(size: Vec3, seed: number, every = 12): number[] {
  const kept = scattered(volumeOf(size), every, seed);
  const ids = scattered(volumeOf(size), 200, seed + 1);
  return Array.from(ids, (id, i) => (kept[i] === 0 ? id + 1 : 0));
}

const SIZES: readonly Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [40, 9, 7],
];

/** The nearest id within a distance: of equally near ones the lowest. */
function expandTwin(
  ids: readonly number[],
  [nx, ny]: Vec3,
  [sx, sy, sz]: Vec3,
  d: number,
): number[] {
  const places = ids.flatMap((id, i) =>
    id === 0 ? [] : [[i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny), id] as const],
  );
  return ids.map((own, i) => {
    if (own !== 0) return own;
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    let best = [d * d * (1 + 1e-9), 0] as readonly [number, number];
    for (const [a, b, c, id] of places) {
      const far = (sx * (a - x)) ** 2 + (sy * (b - y)) ** 2 + (sz * (c - z)) ** 2;
      const closer = far < best[0] - 1e-9;
      if (closer || (Math.abs(far - best[0]) <= 1e-9 && (best[1] === 0 || id < best[1])))
        best = [far, id];
    }
    return best[1];
  });
}

describe('expand', () => {
  test('equals its twin with any spacing, whole and in bricks', async () => {
    const spacings: readonly Vec3[] = [
      [1, 1, 1],
      [0.5, 0.5, 1.5],
      [6, 6, 5],
    ];
    for (const [k, size] of SIZES.entries()) {
      const spacing = spacings[k % 3]!;
      const ids = sparse(size, k);
      const distance = 2.9 * Math.max(...spacing);
      for (const on of [engine, bricked]) {
        const labels = await labelsOf(ids, size, on, spacing);
        const grown = await read(makeNode(expandLabels, { labels }, { distance }), on);
        expect(grown).toEqual(expandTwin(ids, size, spacing, distance));
      }
    }
  });

  test.each(golden.edited.map((given, i) => [i, given] as const))(
    'grows as far as scikit-image on labels %i',
    async (_, given) => {
      const labels = await labelsOf(given.labels, given.size as unknown as Vec3);
      const node = makeNode(expandLabels, { labels }, { distance: given.distance });
      const grown = await read(node);
      expect(grown.map((id) => (id > 0 ? 1 : 0))).toEqual(bits(given.grown));
    },
  );

  test('goes no farther than allowed', async () => {
    const labels = await labelsOf([1, ...new Array<number>(599).fill(0)], [600, 1, 1]);
    expect(() => makeNode(expandLabels, { labels }, { distance: 257 })).toThrow(/256 voxels/);
    const grown = await read(makeNode(expandLabels, { labels }, { distance: 256 }));
    expect(grown.filter((id) => id === 1).length).toBe(257);
  });
});

describe('shrink', () => {
  test('takes what is near another object or the background', async () => {
    const labels = await labelsOf([1, 1, 1, 1, 2, 2, 2, 2, 0, 0], [10, 1, 1]);
    expect(await read(shrinkNode(labels, 1))).toEqual([1, 1, 1, 0, 0, 2, 2, 0, 0, 0]);
    expect(await read(shrinkNode(labels, 2))).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(() => shrinkNode(labels, -1)).toThrow(/length > 0/);
  });
});

describe('boundaries', () => {
  test.each(golden.edited.map((given, i) => [i, given] as const))(
    'equal scikit-image on labels %i',
    async (_, given) => {
      const labels = await labelsOf(given.labels, given.size as unknown as Vec3);
      const inner = makeNode(labelEdges, { labels }, { connectivity: 6 });
      expect(await read(inner)).toEqual(bits(given.inner));
      const thick = makeNode(labelEdges, { labels }, { which: 'all', connectivity: 26 });
      expect(await read(thick)).toEqual(bits(given.thick));
    },
  );

  test('contacts are between objects only; bricks agree', async () => {
    const line = await labelsOf([0, 3, 3, 5, 5, 0, 7, 7], [8, 1, 1]);
    const contacts = makeNode(labelEdges, { labels: line }, { which: 'contacts' });
    expect(await read(contacts)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    for (const size of SIZES) {
      const ids = sparse(size, 5, 2);
      for (const which of ['objects', 'all', 'contacts'] as const) {
        const params = { which, connectivity: 18 };
        const whole = makeNode(labelEdges, { labels: await labelsOf(ids, size) }, params);
        const inBricks = await labelsOf(ids, size, bricked);
        expect(await read(makeNode(labelEdges, { labels: inBricks }, params), bricked)).toEqual(
          await read(whole),
        );
      }
    }
  });
});

describe('ids', () => {
  test('relabel closes gaps in the order of the old ids, as scikit-image', async () => {
    for (const given of golden.edited) {
      const size = given.size as unknown as Vec3;
      expect(await read(renumberNode(await labelsOf(given.labels, size)))).toEqual(
        given.relabelled,
      );
      const parts = await labelsOf(given.labels, size, bricked);
      expect(await read(renumberNode(parts), bricked)).toEqual(given.relabelled);
    }
    expect(await read(renumberNode(await labelsOf([0, 0, 0], [3, 1, 1])))).toEqual([0, 0, 0]);
  });

  test('relabel takes ids as far apart as they go', async () => {
    const far = await labelsOf([4000000000, 0, 7], [3, 1, 1]);
    expect(await read(renumberNode(far))).toEqual([2, 0, 1]);
    const edges = [2 ** 32 - 1, 2 ** 25, 2 ** 25 - 1, 1, 0, 2 ** 31, 1];
    expect(await read(renumberNode(await labelsOf(edges, [7, 1, 1])))).toEqual([
      5, 3, 2, 1, 0, 4, 1,
    ]);
    expect(await read(renumberNode(await labelsOf([2 ** 25 - 1, 9, 0], [3, 1, 1])))).toEqual([
      2, 1, 0,
    ]);
  });

  test('relabel by ranks equals the definition, whole and in bricks', async () => {
    for (const [k, size] of SIZES.entries()) {
      const random = new Random(40 + k);
      const pool = Array.from({ length: 60 }, () => Math.floor(2 ** 32 * random.uniform()));
      const ids = sparse(size, 3 + k, 2).map((id) => (id === 0 ? 0 : pool[id % pool.length]!));
      const order = [...new Set(ids)].filter((id) => id > 0).sort((a, b) => a - b);
      const expected = ids.map((id) => (id === 0 ? 0 : order.indexOf(id) + 1));
      for (const on of [engine, bricked])
        expect(await read(renumberNode(await labelsOf(ids, size, on)), on)).toEqual(expected);
    }
  });

  test('relabel of more ids than the first table holds', async () => {
    const size: Vec3 = [128, 64, 40];
    const n = volumeOf(size);
    // Every voxel its own id, in a scrambled order: an odd factor permutes the numbers below 2^32.
    const ids = Uint32Array.from({ length: n }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
    const ranks = new Map(Array.from(Uint32Array.from(ids).sort(), (id, k) => [id, k + 1]));
    const found = await engine.grid(renumberNode(await labelsOf(ids, size)));
    expect(found).toEqual(ids.map((id) => ranks.get(id)!));
  });

  test('labels inside a mask', async () => {
    const ids = sparse([40, 9, 7], 3, 2);
    const inside = ids.map((_, i) => (i % 3 === 0 ? 1 : 0));
    const inputs = {
      labels: await labelsOf(ids, [40, 9, 7]),
      mask: await maskOf(inside, [40, 9, 7]),
    };
    const expected = ids.map((id, i) => id * inside[i]!);
    expect(await read(makeNode(labelsWithin, inputs))).toEqual(expected);
  });

  test('select by ids and by bands of measures keeps ids', async () => {
    const ids = [4, 4, 0, 7, 0, 9, 9, 9];
    const labels = await labelsOf(ids, [8, 1, 1], engine, [2, 1, 1]);
    const measures = () => measureNode(labels);
    const pick = (wanted: Parameters<typeof selectNode>[1]): Promise<number[]> =>
      read(selectNode(labels, wanted, measures));
    expect(await pick([7, 9, 1000])).toEqual([0, 0, 0, 7, 0, 9, 9, 9]);
    expect(await pick(4)).toEqual([4, 4, 0, 0, 0, 0, 0, 0]);
    expect(await pick({ volume: { min: 4 } })).toEqual([4, 4, 0, 0, 0, 9, 9, 9]);
    expect(await pick({ volume: { min: 3 }, centroidX: { max: 5 } })).toEqual([
      4, 4, 0, 0, 0, 0, 0, 0,
    ]);
    expect(await pick({ voxels: { min: 4 } })).toEqual(new Array(8).fill(0));
    await expect(pick({ mass: { min: 1 } })).rejects.toThrow(/a column: label, voxels/);
    expect(() => selectNode(labels, { volume: {} }, measures)).toThrow(/band/);
    expect(() => selectNode(labels, { volume: { least: 1 } as never }, measures)).toThrow(/band/);
    expect(() => selectNode(labels, [0], measures)).toThrow(/integers from 1/);
    expect(() => selectNode(labels, [], measures)).toThrow(/ids/);
  });
});

describe('phases from masks', () => {
  test('have their codes in order; every mask counts', async () => {
    for (const size of [SIZES[0]!, SIZES[3]!]) {
      for (const count of [1, 6]) {
        const codes = scattered(volumeOf(size), count, 5);
        for (const on of [engine, bricked]) {
          const masks: Record<string, Node> = {};
          for (let code = 0; code < count; code++)
            masks[`m${String(code)}`] = await maskOf(
              codes.map((v) => (v === code ? 1 : 0)),
              size,
              on,
            );
          const node = phasesOfMasksNode(masks);
          expect(await read(node, on)).toEqual(Array.from(codes));
          expect(node.params['phases']).toMatchObject({ m0: 0 });
        }
      }
    }
  });

  test('overlaps and gaps are errors that count them', async () => {
    const a = await maskOf([1, 1, 0, 0], [4, 1, 1]);
    const b = await maskOf([0, 1, 1, 0], [4, 1, 1]);
    await expect(read(phasesOfMasksNode({ a, b }))).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/1 voxels in two masks and 1 in none/) as unknown,
    });
    const many = Object.fromEntries('a b c d e f g'.split(' ').map((name) => [name, a]));
    expect(() => phasesOfMasksNode(many)).toThrow(/1 to 6 masks/);
    const other = await maskOf([1, 1, 0], [3, 1, 1]);
    expect(() => phasesOfMasksNode({ a, other })).toThrow(/size/);
  });
});
