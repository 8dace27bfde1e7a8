import { expect, test } from 'vitest';
import { normalBelow } from '../../src/synthetic/elementary.js';
import { booleanSpheres, levelCutField, simulateImaging } from '../../src/synthetic/index.js';
import { checksum } from './checksum.js';

const spacing = [1, 1, 1] as const;

test('a level-cut field has the fraction and the faces that theory says', () => {
  const [length, size] = [2, [48, 48, 48]] as const;
  const made = [1, 2, 3, 4].map((seed) =>
    levelCutField({ seed, size, spacing, fraction: 0.4, length: [length, length, length] }),
  );
  const set = made.map((field) => field.reduce((sum, value) => sum + value, 0) / field.length);
  expect(Math.abs(set.reduce((sum, value) => sum + value, 0) / 4 - 0.4)).toBeLessThan(0.02);
  // Two voxels that follow differ with the probability of a bivariate normal of their correlation.
  let faces = 0;
  for (const field of made)
    field.forEach((value, i) => (faces += i % 48 > 0 && value !== field[i - 1] ? 1 : 0));
  const correlation = Math.exp(-1 / (4 * length * length));
  const level = -0.2533471;
  let differ = 0;
  const steps = 2000;
  const whole = Math.acos(correlation);
  for (let i = 0; i < steps; i += 1) {
    const angle = Math.PI / 2 - (whole * (i + 0.5)) / steps;
    differ += Math.exp((-level * level) / (1 + Math.sin(angle))) * (whole / steps);
  }
  const expected = differ / Math.PI;
  expect(faces / (4 * 47 * 48 * 48) / expected).toBeGreaterThan(0.97);
  expect(faces / (4 * 47 * 48 * 48) / expected).toBeLessThan(1.03);
});

test('the same seed gives the same bits', () => {
  const of = { seed: 7, size: [24, 20, 16], spacing } as const;
  const field = levelCutField({ ...of, fraction: 0.5, length: [2, 1, 1.5] });
  const again = levelCutField({ ...of, fraction: 0.5, length: [2, 1, 1.5] });
  expect(checksum(field)).toBe(checksum(again));
  const box = [20, 20, 20] as const;
  const spheres = booleanSpheres({ seed: 7, box, fraction: 0.3, medianDiameter: 4 });
  expect(spheres).toEqual(booleanSpheres({ seed: 7, box, fraction: 0.3, medianDiameter: 4 }));
});

test('the number of Boolean spheres follows from the fraction', () => {
  const box = [60, 60, 60] as const;
  const made = { box, fraction: 0.5, medianDiameter: 6, sigma: 0 } as const;
  const filled = 66 ** 3;
  const expected = (Math.LN2 * filled) / ((Math.PI / 6) * 6 ** 3);
  const numbers = [1, 2, 3, 4].map((seed) => booleanSpheres({ seed, ...made }).length);
  const mean = numbers.reduce((sum, n) => sum + n, 0) / 4;
  // Four standard deviations of Poisson's law.
  expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / 4));
});

test('noise has the deviations and the grain that are asked for', () => {
  const size = [64, 64, 32] as const;
  const structure = new Uint8Array(64 * 64 * 32).fill(1, 64 * 64 * 16);
  const image = simulateImaging(
    structure,
    { size, spacing },
    {
      ...{ seed: 3, blur: 0, pore: 10000, solid: 30000, grain: 0.8 },
      deviations: [500, 900],
    },
  );
  const of = (from: number, mean: number): readonly [number, number] => {
    let [squares, products] = [0, 0];
    for (let i = from; i < from + 64 * 64 * 16 - 1; i += 1) {
      squares += (image[i]! - mean) ** 2;
      products += (image[i]! - mean) * (image[i + 1]! - mean);
    }
    return [Math.sqrt(squares / (64 * 64 * 16)), products / squares];
  };
  for (const [from, mean, deviation] of [
    [0, 10000, 500],
    [64 * 64 * 16, 30000, 900],
  ] as const) {
    const [found, correlation] = of(from, mean);
    expect(Math.abs(found / deviation - 1)).toBeLessThan(0.04);
    // exp(−1 / 4 σ²) of neighbours along x; every 64th pair here is none.
    expect(Math.abs(correlation - Math.exp(-1 / (4 * 0.64)))).toBeLessThan(0.03);
  }
});

test('the normal distribution', () => {
  expect(normalBelow(0)).toBe(0.5);
  expect(normalBelow(1.959963984540054)).toBeCloseTo(0.975, 12);
  expect(normalBelow(-3)).toBeCloseTo(0.0013498980316301, 14);
});
