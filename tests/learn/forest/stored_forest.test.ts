import { describe, expect, test } from 'vitest';
import { addVotes } from '../../../src/learn/forest/forest_data.js';
import { importScikitForest } from '../../../src/learn/forest/import_forest.js';
import { readForest, storeForest } from '../../../src/learn/forest/stored_forest.js';
import { trainForest } from '../../../src/learn/forest/train_forest.js';
import { Random } from '../../../src/synthetic/random.js';

const random = new Random(3);
const values = Float32Array.from({ length: 900 }, () => random.normal());
const labels = Uint8Array.from({ length: 300 }, (_, i) => Number(values[3 * i]! > 0) + (i % 2));
const { forest } = trainForest(
  { values, labels, strokes: Uint32Array.from(labels.keys()), classes: 3, features: 3 },
  { trees: 6, depth: 5 },
);

describe('a stored forest', () => {
  const stored = storeForest(forest);

  test('comes back as it was, through JSON', () => {
    expect(readForest(JSON.parse(JSON.stringify(stored)))).toEqual(forest);
  });

  test('is refused where anything of it is not what it must be', () => {
    const bytes = Uint8Array.from(atob(stored.trees[0]!), (letter) => letter.charCodeAt(0));
    const nodes = forest.trees[0]!.features.length;
    const changed = (change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): unknown => ({
      ...stored,
      trees: [btoa(String.fromCharCode(...change(bytes.slice())))],
    });
    const at =
      (place: number, ...put: number[]) =>
      (given: Uint8Array<ArrayBuffer>) => {
        given.set(put, place);
        return given;
      };
    for (const [given, why] of [
      [undefined, 'classes'],
      ['forest', 'classes'],
      [{ ...stored, classes: 17 }, 'classes'],
      [{ ...stored, features: 2.5 }, 'features'],
      [{ ...stored, trees: [] }, 'trees'],
      [{ ...stored, trees: Array(257).fill(stored.trees[0]) }, 'trees'],
      [{ ...stored, trees: [7] }, 'no text'],
      [{ ...stored, trees: ['ä'] }, 'base64'],
      [changed((given) => given.slice(1)), 'bytes'],
      [changed(at(0, 255)), 'no parent'],
      [changed(at(1, 3)), 'feature 3'],
      [changed(at(nodes, 0, 0, 0xc0, 0x7f)), 'NaN'],
      [changed(at(bytes.length - 3, 1, 1, 1)), 'votes'],
    ] as const)
      expect(() => readForest(given)).toThrow(
        expect.objectContaining({
          code: 'corrupt-file',
          message: expect.stringContaining(why) as string,
        }),
      );
  });
});

describe('a forest of scikit-learn', () => {
  // A tree with its nodes depth first, as there: x₁ ≤ 0.1, then x₀ ≤ −2.5 of those above.
  const tree = {
    feature: [1, -2, 0, -2, -2],
    threshold: [0.1, -2, -2.5, -2, -2],
    left: [1, -1, 3, -1, -1],
    right: [2, -1, 4, -1, -1],
    value: [
      [0.5, 0.5],
      [0.2, 0.8],
      [0.5, 0.5],
      [3, 0],
      [1, 2],
    ],
  };
  const given = { classes: 2, features: 2, trees: [tree, tree] };

  test('gives the votes that its leaves say', () => {
    const imported = importScikitForest(JSON.parse(JSON.stringify(given)));
    const votes = (...row: number[]): number[] => {
      const sums = new Uint32Array(2);
      addVotes(imported, Float32Array.from(row), 0, sums);
      return [...sums];
    };
    expect(votes(0, 0.05)).toEqual([102, 408]);
    // The float that is nearest to 0.1 is above it.
    expect(votes(-3, 0.1)).toEqual([510, 0]);
    expect(votes(-2.5, 1)).toEqual([510, 0]);
    expect(votes(-2.4, 1)).toEqual([170, 340]);
    expect(readForest(storeForest(imported))).toEqual(imported);
  });

  test('compares floats with thresholds of 64 bits as they are', () => {
    for (const threshold of [0.1, -0.1, 1e-50, -1e-50, 1e39, -1e39, 0, 3, 1 + 2 ** -30]) {
      const stump = { ...tree, feature: [1, -2, -2], left: [1, -1, -1], right: [2, -1, -1] };
      const one = { ...stump, threshold: [threshold, -2, -2], value: tree.value.slice(1, 4) };
      const imported = importScikitForest({ ...given, trees: [one] });
      const near = [threshold, threshold * (1 + 1e-7), threshold * (1 - 1e-7), 0, 1e-45, -1e-45];
      for (const value of near.map(Math.fround)) {
        const votes = new Uint32Array(2);
        addVotes(imported, Float32Array.of(0, value), 0, votes);
        expect(votes[0], `${String(value)} ≤ ${String(threshold)}`).toBe(
          value <= threshold ? 128 : 255,
        );
      }
    }
  });

  test('is refused where it is none', () => {
    for (const [trees, why] of [
      [[], 'trees'],
      [[null], 'lists'],
      [[{ ...tree, left: [1, -1] }], 'lists'],
      [[{ ...tree, left: [1, -1, 0, -1, -1] }], 'children'],
      [[{ ...tree, right: [2, -1, 2, -1, -1] }], 'children'],
      [[{ ...tree, feature: [2, -2, 0, -2, -2] }], 'feature'],
      [[{ ...tree, threshold: [NaN, -2, 0, -2, -2] }], 'threshold'],
      [[{ ...tree, value: tree.value.map(() => [1]) }], 'weight'],
      [[{ ...tree, value: tree.value.map(() => [0, 0]) }], 'shares'],
    ] as const)
      expect(() => importScikitForest({ ...given, trees })).toThrow(
        expect.objectContaining({
          code: 'corrupt-file',
          message: expect.stringContaining(why) as string,
        }),
      );
  });
});
