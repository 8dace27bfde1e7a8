import { describe, expect, test } from 'vitest';
import type { Samples } from '../../../src/learn/forest/samples.js';
import { validateForest } from '../../../src/learn/forest/validate_forest.js';
import { Random } from '../../../src/synthetic/random.js';

/** Strokes whose samples are alike: all of a stroke are near one place of its own. */
function clustered(strokes: number, apart: number, seed: number, each = 20): Samples {
  const random = new Random(seed);
  const count = strokes * each;
  const places = Array.from({ length: strokes }, (_, s) => [
    random.normal() + (s % 2) * apart,
    random.normal(),
  ]);
  return {
    values: Float32Array.from(
      { length: 2 * count },
      (_, i) => places[Math.floor(i / 2 / each)]![i % 2]! + 0.01 * random.normal(),
    ),
    labels: Uint8Array.from({ length: count }, (_, i) => Math.floor(i / each) % 2),
    strokes: Uint32Array.from({ length: count }, (_, i) => Math.floor(i / each)),
    classes: 2,
    features: 2,
  };
}

describe('validation by strokes left out', () => {
  test('sees that nothing was learnt, where samples of a stroke would give each other away', () => {
    // Places say nothing of the class: half is right by chance, however well strokes are learnt.
    const accuracies = Array.from(
      { length: 20 },
      (_, seed) => validateForest(clustered(40, 0, seed), { trees: 20 }).accuracy,
    );
    const mean = accuracies.reduce((a, b) => a + b) / accuracies.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
  });

  test('counts every sample once, and finds what can be told', () => {
    const samples = clustered(30, 5, 1);
    const { confusion, accuracy, balancedAccuracy, judged, unjudged } = validateForest(samples);
    expect(judged).toBe(600);
    expect(confusion.reduce((a, b) => a + b)).toBe(600);
    expect(accuracy).toBeCloseTo((confusion[0]! + confusion[3]!) / 600, 12);
    expect(balancedAccuracy).toBeCloseTo((confusion[0]! + confusion[3]!) / 600, 12);
    expect(accuracy).toBeGreaterThan(0.95);
    expect(unjudged).toEqual([]);
  });

  test('says which class has one stroke alone, and does not judge it', () => {
    const samples = clustered(3, 5, 1);
    // Strokes 0 and 2 are of class 0, stroke 1 is the only one of class 1.
    const { confusion, judged, unjudged } = validateForest(samples, { trees: 10 });
    expect(judged).toBe(40);
    expect(unjudged).toEqual([1]);
    expect(confusion.subarray(2)).toEqual(Uint32Array.of(0, 0));
  });

  test('finds probabilities that are what they say well calibrated, and others not', () => {
    // Of one value and 70 : 30, every leaf says about 0.5 by balance: 0.2 or so are missing.
    const random = new Random(4);
    const labels = Uint8Array.from({ length: 2000 }, () => Number(random.uniform() < 0.3));
    const constant = {
      values: new Float32Array(2000),
      labels,
      strokes: Uint32Array.from(labels.keys()),
      classes: 2,
      features: 1,
    };
    expect(validateForest(constant, { trees: 20 }).calibrationError).toBeGreaterThan(0.1);
    // Values that give the class with a chance, both classes as many.
    const even = Uint8Array.from(labels.keys(), (i) => i % 2);
    const values = Float32Array.from(even, (c) => Math.sign(random.uniform() - 0.2) * (c - 0.5));
    const noisy = { ...constant, labels: even, values };
    const { calibrationError, accuracy } = validateForest(noisy, { trees: 20 });
    expect(Math.abs(accuracy - 0.8)).toBeLessThan(0.03);
    expect(calibrationError).toBeLessThan(0.05);
  });
});
