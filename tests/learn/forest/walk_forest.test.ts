import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gpu, Run } from '../../../src/gpu/index.js';
import { allocGrid } from '../../../src/implement/index.js';
import { LEAF, type Forest, type Tree } from '../../../src/learn/forest/forest_data.js';
import { packForest } from '../../../src/learn/forest/pack_forest.js';
import { walkForest, type ForestResult } from '../../../src/learn/forest/walk_forest.gpu.js';
import { volumeOf, type Vec3 } from '../../../src/recipe/geometry.js';
import type { GridMeta } from '../../../src/recipe/meta.js';
import { Random } from '../../../src/synthetic/random.js';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

/** Values where comparisons of floats go wrong first. */
const ODD = [0, -0, 1e-42, -1e-42, 1e-45, 3e38, -3e38, Infinity, -Infinity, 1, -1, 0.1] as const;

const floatOf = (random: Random): number =>
  Math.fround(random.uniform() < 0.5 ? ODD[random.uint32() % ODD.length]! : random.normal());

/** A tree whose nodes split at random until a depth. */
function randomTree(random: Random, classes: number, features: number, depth: number): Tree {
  const [asked, thresholds, children, votes]: number[][] = [[], [], [], []];
  const levels = [0];
  for (const level of levels) {
    if (level < depth && (level === 0 || random.uniform() < 0.7)) {
      // The first feature is asked for most.
      asked!.push(random.uniform() < 0.3 ? 0 : random.uint32() % features);
      let threshold = floatOf(random);
      while (!Number.isFinite(threshold)) threshold = floatOf(random);
      thresholds!.push(threshold);
      children!.push(levels.length);
      levels.push(level + 1, level + 1);
    } else {
      asked!.push(LEAF);
      thresholds!.push(0);
      children!.push(votes!.length / classes);
      const row = Array<number>(classes).fill(0);
      for (let v = 0; v < 255; v += 1) row[Math.min(classes - 1, random.uint32() % 40)]! += 1;
      votes!.push(...row);
    }
  }
  return {
    features: Uint8Array.from(asked!),
    thresholds: Float32Array.from(thresholds!),
    children: Uint32Array.from(children!),
    votes: Uint8Array.from(votes!),
  };
}

function randomForest(seed: number, classes: number, features: number, trees: number): Forest {
  const random = new Random(seed);
  const treesOf = Array.from({ length: trees }, (_, t) =>
    randomTree(random, classes, features, t === 0 ? 0 : 1 + (t % 9)),
  );
  return { classes, features, trees: treesOf };
}

/** Votes of one voxel by the definition: a number is left of a threshold if it is at most that. */
function votesTwin({ classes, trees }: Forest, values: readonly number[]): number[] {
  const sums = Array<number>(classes).fill(0);
  for (const tree of trees) {
    const leafFrom = (node: number): number =>
      tree.features[node] === LEAF
        ? tree.children[node]!
        : leafFrom(
            values[tree.features[node]!]! <= tree.thresholds[node]!
              ? tree.children[node]!
              : tree.children[node]! + 1,
          );
    const leaf = leafFrom(0);
    for (let c = 0; c < classes; c += 1) sums[c]! += tree.votes[leaf * classes + c]!;
  }
  return sums;
}

function resultTwin(votes: readonly number[], result: ForestResult): number {
  const all = votes.reduce((a, b) => a + b, 0);
  const falling = [...votes].sort((a, b) => b - a);
  switch (result.of) {
    case 'class':
      return votes.indexOf(falling[0]!);
    case 'probability':
      return votes[result.class]! / all;
    case 'least':
      return 1 - falling[0]! / all;
    case 'margin':
      return 1 - (falling[0]! - falling[1]!) / all;
    case 'entropy':
      return votes
        .filter((n) => n > 0)
        .reduce((sum, n) => sum - ((n / all) * Math.log(n / all)) / Math.log(votes.length), 0);
  }
}

/** Walks a forest over a volume of its own. */
async function walked(
  forest: Forest,
  planes: Float32Array<ArrayBuffer>,
  size: Vec3,
  result: ForestResult,
  binding?: number,
): Promise<Uint32Array> {
  const run = new Run(gpu);
  try {
    const storage = result.of === 'class' ? 'u8' : 'f32';
    const meta = { kind: 'volume', size, storage } as unknown as GridMeta;
    const dst = allocGrid(run, meta, { origin: [0, 0, 0], size });
    run.upload(dst.buffer, new Uint32Array(dst.buffer.bytes / 4).fill(0xdeadbeef));
    const values = run.alloc(planes.byteLength, 'planes');
    run.upload(values, planes);
    walkForest(run, { forest, planes: values, result, dst, binding });
    return new Uint32Array(await run.read(dst.buffer));
  } finally {
    await run.end();
  }
}

const RESULTS = (classes: number): ForestResult[] => [
  { of: 'class' },
  { of: 'probability', class: 0 },
  { of: 'probability', class: classes - 1 },
  { of: 'least' },
  { of: 'margin' },
  { of: 'entropy' },
];

describe('a forest on the GPU', () => {
  test.each([
    { classes: 2, features: 1, trees: 1, size: [1, 1, 1] as const },
    { classes: 3, features: 7, trees: 12, size: [13, 5, 3] as const },
    { classes: 4, features: 31, trees: 256, size: [8, 4, 2] as const, wide: true },
    { classes: 5, features: 255, trees: 10, size: [6, 5, 4] as const },
    // More than 255 thresholds of a feature: ranks of 16 bits, few enough to be kept and too many.
    { classes: 3, features: 2, trees: 120, size: [5, 11, 2] as const, wide: true },
    { classes: 2, features: 40, trees: 256, size: [6, 2, 1] as const, wide: true },
    { classes: 16, features: 3, trees: 30, size: [33, 3, 2] as const },
  ])(
    '$classes classes, $features features, $trees trees: equals its twin',
    async ({ classes, features, trees, size, wide = false }) => {
      const random = new Random(classes);
      const forest = randomForest(7 * classes, classes, features, trees);
      expect(packForest(forest).rankBits).toBe(wide ? 16 : 8);
      const voxels = volumeOf(size);
      const planes = Float32Array.from({ length: features * voxels }, () => floatOf(random));
      const votes = Array.from({ length: voxels }, (_, i) =>
        votesTwin(
          forest,
          Array.from({ length: features }, (_, f) => planes[f * voxels + i]!),
        ),
      );
      for (const result of RESULTS(classes)) {
        const words = await walked(forest, planes, size, result);
        const bytes = new Uint8Array(words.buffer);
        const floats = new Float32Array(words.buffer);
        const rowBytes = 4 * Math.ceil(size[0] / 4);
        votes.forEach((of, i) => {
          const row = Math.floor(i / size[0]);
          const told = `${result.of} at ${String(i)}`;
          if (result.of === 'class')
            expect(bytes[row * rowBytes + (i % size[0])], told).toBe(resultTwin(of, result));
          else expect(Math.abs(floats[i]! - resultTwin(of, result)), told).toBeLessThan(1e-6);
        });
        // What pads the rows of classes is zero.
        if (result.of === 'class')
          for (let at = 0; at < bytes.length; at += 1)
            if (at % rowBytes >= size[0]) expect(bytes[at]).toBe(0);
      }
    },
  );

  test.each([{ of: 'class' }, { of: 'entropy' }] as const)(
    'in parts, of $of, it is the same',
    async (result) => {
      const [size, features]: [Vec3, number] = [[13, 5, 3], 7];
      const forest = randomForest(3, 3, features, 12);
      const random = new Random(2);
      const planes = Float32Array.from({ length: features * volumeOf(size) }, () =>
        floatOf(random),
      );
      const whole = await walked(forest, planes, size, result);
      // Of ranks two slices take 2 · 7 features · 5 rows of 16 bytes; less than one is taken too.
      for (const binding of [2 * 7 * 5 * 16, 1])
        expect(await walked(forest, planes, size, result, binding)).toEqual(whole);
    },
  );

  test('of equal votes the first class is taken, and all of them are as unsure as can be', async () => {
    const votes = Uint8Array.from([85, 85, 85]);
    const stump: Tree = {
      features: Uint8Array.of(LEAF),
      thresholds: Float32Array.of(0),
      children: Uint32Array.of(0),
      votes,
    };
    const forest: Forest = { classes: 3, features: 1, trees: [stump, stump] };
    const planes = new Float32Array(4);
    expect(await walked(forest, planes, [4, 1, 1], { of: 'class' })).toEqual(Uint32Array.of(0));
    for (const of of ['margin', 'entropy'] as const)
      expect(new Float32Array((await walked(forest, planes, [4, 1, 1], { of })).buffer)).toEqual(
        Float32Array.of(1, 1, 1, 1),
      );
  });

  // Whole trees that say one class alone: at half of them the others can still draw level.
  test.each([2, 4, 5, 16])(
    'ends early only where nothing changes, of %i classes',
    async (classes) => {
      const saying = (c: number): Tree => ({
        features: Uint8Array.of(LEAF),
        thresholds: Float32Array.of(0),
        children: Uint32Array.of(0),
        votes: Uint8Array.from({ length: classes }, (_, k) => (k === c ? 255 : 0)),
      });
      const after = async (...counts: (readonly [trees: number, c: number])[]) => {
        const trees = counts.flatMap(([n, c]) => Array<Tree>(n).fill(saying(c)));
        const forest: Forest = { classes, features: 1, trees };
        return walked(forest, new Float32Array(4), [4, 1, 1], { of: 'class' });
      };
      const last = classes - 1;
      expect(await after([16, last], [16, 0])).toEqual(Uint32Array.of(0));
      expect(await after([17, last], [15, 0])).toEqual(Uint32Array.of(0x01010101 * last));
      expect(await after([8, 0], [24, last])).toEqual(Uint32Array.of(0x01010101 * last));
    },
  );

  test('NaN is greater than every threshold, of either sign', async () => {
    const tree: Tree = {
      features: Uint8Array.of(0, LEAF, LEAF),
      thresholds: Float32Array.of(3e38, 0, 0),
      children: Uint32Array.of(1, 0, 1),
      votes: Uint8Array.of(255, 0, 0, 255),
    };
    const planes = new Float32Array(Uint32Array.of(0x7fc00000, 0xffc00000, 0xff800001, 0).buffer);
    const forest: Forest = { classes: 2, features: 1, trees: [tree] };
    expect(await walked(forest, planes, [4, 1, 1], { of: 'class' })).toEqual(
      Uint32Array.of(0x00010101),
    );
  });
});
