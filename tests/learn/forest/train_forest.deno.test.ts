import { describe, expect, test } from 'vitest';
import { addVotes, LEAF, votesOf } from '../../../src/learn/forest/forest_data.js';
import { binFeatures } from '../../../src/learn/forest/feature_bins.js';
import { CLASS_WEIGHT, classWeights } from '../../../src/learn/forest/class_weights.js';
import { TreeGrower } from '../../../src/learn/forest/grow_tree.js';
import type { Samples } from '../../../src/learn/forest/samples.js';
import { trainForest, type ForestOptions } from '../../../src/learn/forest/train_forest.js';
import { Random } from '../../../src/synthetic/random.js';

/** Samples in strokes of ten, whose class is what `classOf` says of their values, in f32. */
function samplesOf(
  count: number,
  features: number,
  classes: number,
  classOf: (row: Float32Array, random: Random) => number,
  seed = 1,
): Samples {
  const random = new Random(seed);
  const values = Float32Array.from({ length: count * features }, () => random.normal());
  const labels = Uint8Array.from({ length: count }, (_, i) =>
    classOf(values.subarray(i * features, (i + 1) * features), random),
  );
  const strokes = Uint32Array.from({ length: count }, (_, i) => Math.floor(i / 10));
  return { values, labels, strokes, classes, features };
}

function predict(trained: ReturnType<typeof trainForest>, { values, features }: Samples): number[] {
  const { forest } = trained;
  return Array.from({ length: values.length / features }, (_, i) => {
    const votes = new Uint32Array(forest.classes);
    addVotes(forest, values, i * features, votes);
    return votes.indexOf(Math.max(...votes));
  });
}

const accuracy = (found: readonly number[], labels: Uint8Array): number =>
  found.filter((c, i) => c === labels[i]).length / found.length;

/** A ring about a disc about the rest, in the first two of four features. */
const rings = (row: Float32Array): number => {
  const radius = Math.hypot(row[0]!, row[1]!);
  return radius < 0.7 ? 0 : radius < 1.4 ? 1 : 2;
};

/** Gini impurity of both sides of a cut, each weighed by its samples. */
function impurity(
  { values, labels, features, classes }: Samples,
  drawn: Uint32Array,
  feature: number,
  threshold: number,
): number {
  const sides = [0, 1].map(() => Array<number>(classes).fill(0));
  labels.forEach((label, i) => {
    const isLeft = values[i * features + feature]! <= threshold;
    sides[isLeft ? 0 : 1]![label]! += drawn[i]!;
  });
  return sides.reduce((sum, counts) => {
    const all = counts.reduce((a, b) => a + b);
    const gini = 1 - counts.reduce((squares, n) => squares + (n / all) ** 2, 0);
    return all === 0 ? sum : sum + all * gini;
  }, 0);
}

describe('a forest', () => {
  test('learns what its samples say, and tells others by it', () => {
    const trained = trainForest(samplesOf(3000, 4, 3, rings));
    const others = samplesOf(2000, 4, 3, rings, 2);
    expect(accuracy(predict(trained, others), others.labels)).toBeGreaterThan(0.93);
    // The two features that say nothing are worth little.
    const [a, b, c, d] = trained.importance as unknown as [number, number, number, number];
    expect(Math.min(a, b)).toBeGreaterThan(4 * Math.max(c, d));
    expect(a + b + c + d).toBeCloseTo(1, 12);
  });

  test('is the same for the same seed, and another for another', () => {
    const samples = samplesOf(500, 4, 3, rings);
    const made = (options: ForestOptions): string =>
      JSON.stringify(trainForest(samples, { trees: 5, ...options }).forest);
    expect(made({ seed: 3 })).toBe(made({ seed: 3 }));
    expect(made({ seed: 3 })).not.toBe(made({ seed: 4 }));
  });

  test('keeps to depth and trees, and its nodes to their order', () => {
    const { forest } = trainForest(samplesOf(800, 4, 3, rings), { trees: 7, depth: 3 });
    expect(forest.trees).toHaveLength(7);
    for (const { features, children, votes } of forest.trees) {
      const levels = new Map([[0, 0]]);
      features.forEach((feature, n) => {
        const level = levels.get(n)!;
        expect(level).toBeLessThanOrEqual(3);
        if (feature === LEAF) {
          const row = votes.subarray(3 * children[n]!, 3 * children[n]! + 3);
          expect(row.reduce((a, b) => a + b)).toBe(255);
        } else
          for (const child of [children[n]!, children[n]! + 1]) {
            expect(child).toBeGreaterThan(n);
            levels.set(child, level + 1);
          }
      });
      expect(levels.size).toBe(features.length);
    }
  });

  test('of one deep tree that tries all features tells the samples that it was grown on', () => {
    // No two samples are alike, so that a tree of enough depth has every one of its bag right.
    const samples = samplesOf(200, 3, 2, (_, random) => random.uint32() % 2);
    const trained = trainForest(samples, { trees: 1, depth: 32, maxFeatures: 3 });
    const found = predict(trained, samples);
    // Drawn samples are right; of some 200 · e⁻¹ others half are, by chance.
    expect(accuracy(found, samples.labels)).toBeGreaterThan(0.65);
  });

  test('takes the best of the cuts that it draws, as a twin finds', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const random = new Random(seed);
      const samples = samplesOf(80, 3, 3, (row) =>
        Math.min(2, Math.floor(Math.abs(row[seed % 3]! + 0.3 * random.normal()))),
      );
      const drawn = Uint32Array.from(samples.labels, () => random.uint32() % 3);
      // What is drawn in turn: which of the features that are left is next, and a place in it.
      const draws: (readonly [below: number, value: number])[] = [];
      const grower = new TreeGrower(samples, binFeatures(samples), { depth: 1, tried: 2 }, (n) => {
        const value = Math.floor(random.uniform() * n);
        draws.push([n, value]);
        return value;
      });
      const tree = grower.grow(drawn);
      expect(draws.map(([below]) => below)).toEqual([3, 2 ** 24, 2, 2 ** 24]);
      const order = [0, 1, 2];
      const cuts = [0, 1].map((k) => {
        const other = k + draws[2 * k]![1];
        [order[k], order[other]] = [order[other]!, order[k]!];
        const feature = order[k];
        const all = Array.from(drawn.keys(), (i) => samples.values[3 * i + feature]!);
        const met = all.filter((_, i) => drawn[i]! > 0);
        const [least, greatest] = [Math.min(...met), Math.max(...met)];
        const place = least + (greatest - least) * (draws[2 * k + 1]![1] / 2 ** 24);
        // Between the neighbours of the place, of all samples: each has a bin of its own.
        const below = Math.max(...all.filter((value) => value <= place));
        const above = Math.min(...all.filter((value) => value > place));
        const threshold = Math.fround((below + above) / 2);
        return { feature, threshold, impurity: impurity(samples, drawn, feature, threshold) };
      });
      const best = cuts[0]!.impurity <= cuts[1]!.impurity ? cuts[0]! : cuts[1]!;
      expect(tree.features[0]).toBe(best.feature);
      expect(tree.thresholds[0]).toBe(best.threshold);
    }
  });

  test('puts thresholds in the middle of wide gaps, also of many values', () => {
    // Two classes far apart: more values than bins, so that a bin could hold some of both.
    for (let first = 1001; first < 1020; first += 1) {
      const labels = Uint8Array.from({ length: 3000 }, (_, i) => Number(i >= first));
      const values = Float32Array.from(labels, (c, i) => i / 3000 + 4 * c);
      const samples = { values, labels, strokes: new Uint32Array(3000), classes: 2, features: 1 };
      const grower = new TreeGrower(
        samples,
        binFeatures(samples),
        { depth: 9, tried: 1 },
        // A value somewhere in the gap, which is four fifths of all.
        (n) => Math.floor(n * (first % 2 === 0 ? 0.1 : 0.8)),
      );
      const tree = grower.grow(new Uint32Array(3000).fill(1));
      expect(tree.features).toHaveLength(3);
      expect(tree.thresholds[0]).toBeCloseTo(2 + first / 3000, 3);
    }
  });

  test('gives a rare class the weight of the others', () => {
    // 1 % of the samples, half mixed with the rest: by numbers alone it would never win there.
    const random = new Random(5);
    const labels = Uint8Array.from({ length: 4000 }, (_, i) => Number(i % 100 === 0));
    const values = Float32Array.from(labels, (c) => random.normal() + 2 * c);
    const strokes = Uint32Array.from(labels, (_, i) => i);
    const samples = { values, labels, strokes, classes: 2, features: 1 };
    const { forest } = trainForest(samples, { depth: 3 });
    const share = (value: number): number => {
      const votes = new Uint32Array(2);
      addVotes(forest, Float32Array.of(value), 0, votes);
      return votes[1]! / (votes[0]! + votes[1]!);
    };
    // Where two normal distributions of distance 2 cross, both are as probable.
    expect(share(0)).toBeLessThan(0.35);
    expect(share(1)).toBeGreaterThan(0.3);
    expect(share(1)).toBeLessThan(0.7);
    expect(share(2.5)).toBeGreaterThan(0.65);
  });

  test('weighs all classes the same, whatever their number of samples', () => {
    const labels = Uint8Array.from({ length: 5000 }, (_, i) => Number(i > 9) + Number(i > 1000));
    const sums = [0, 0, 0];
    classWeights(labels).forEach((weight, i) => (sums[labels[i]!]! += weight));
    expect(sums).toEqual([CLASS_WEIGHT, CLASS_WEIGHT, CLASS_WEIGHT]);
  });

  test('of no more than one value in each feature is a leaf', () => {
    const samples = {
      values: new Float32Array(20).fill(3),
      labels: Uint8Array.from({ length: 10 }, (_, i) => i % 2),
      strokes: new Uint32Array(10),
      classes: 2,
      features: 2,
    };
    const { forest, importance } = trainForest(samples, { trees: 2 });
    for (const tree of forest.trees) expect(tree.features).toEqual(Uint8Array.of(LEAF));
    expect([...importance]).toEqual([0, 0]);
  });

  test('refuses what it cannot learn from, and says the remedy', () => {
    const good = samplesOf(40, 2, 2, (row) => Number(row[0]! > 0));
    const refused = (samples: Partial<Samples>, options: ForestOptions = {}): unknown => {
      try {
        trainForest({ ...good, ...samples }, options);
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const values = good.values.slice();
    values[7] = NaN;
    for (const [error, parameter] of [
      [refused({ values }), 'values'],
      [refused({ labels: new Uint8Array(40) }), 'labels'],
      [refused({ labels: new Uint8Array(40).fill(2) }), 'labels'],
      [refused({ strokes: new Uint32Array(3) }), 'samples'],
      [refused({ classes: 17 }), 'classes'],
      [refused({}, { trees: 0 }), 'trees'],
      [refused({}, { trees: 257 }), 'trees'],
      [refused({}, { depth: 1.5 }), 'depth'],
      [refused({}, { seed: -1 }), 'seed'],
      [refused({}, { maxFeatures: 3 }), 'maxFeatures'],
    ] as const)
      expect(error).toMatchObject({ code: 'invalid-argument', details: { parameter } });
    expect(String(refused({ values }))).toContain('feature 1 of sample 3');
  });
});

describe('the votes of a leaf', () => {
  test('sum to 255, and none is off by one or more', () => {
    const random = new Random(9);
    for (let k = 0; k < 500; k += 1) {
      const weights = Array.from(
        { length: 2 + (k % 15) },
        () => random.uint32() % (k % 2 === 0 ? 9 : 100000),
      );
      weights[0]! += 1;
      const total = weights.reduce((a, b) => a + b);
      const votes = votesOf(weights);
      expect(votes.reduce((a, b) => a + b)).toBe(255);
      weights.forEach((weight, c) => {
        expect(Math.abs(votes[c]! - (255 * weight) / total)).toBeLessThan(1);
      });
    }
    expect([...votesOf([1, 1])]).toEqual([128, 127]);
  });
});
