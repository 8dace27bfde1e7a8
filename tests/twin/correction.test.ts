import { expect, test } from 'vitest';
import { correctedNumber, type NumberOfTwins } from '../../src/twin/correction.js';

/** Twins that the recipe measures as so much and is off by so much. */
const pairsOf = (...twins: readonly (readonly [measured: number, bias: number])[]) =>
  twins.map(([measured, bias]) => ({ measured, true: measured - bias }));

/** Biases beside the line 1 + 0.1 · measured: residuals of ±0.1 that leave it as it is. */
const right: NumberOfTwins = {
  name: 'a',
  matches: true,
  pairs: pairsOf([8, 1.9], [8, 1.7], [10, 1.9], [10, 2.1], [12, 2.3], [12, 2.1], [10, 2], [10, 2]),
};
const wrong: NumberOfTwins = {
  name: 'b',
  matches: false,
  pairs: pairsOf([8, 9], [9, 9.4], [10, 9], [11, 9.5], [12, 9], [10, 9.2], [9, 8.9], [11, 9.1]),
};
/** Residuals are 0.1 of six of eight twins. */
const variance = (6 * 0.1 ** 2) / 6;

test('a number is corrected by the line of the twins that match, at what was measured', () => {
  for (const measured of [10, 12]) {
    const { bias, corrected, band, match, reason } = correctedNumber(measured, [right, wrong]);
    expect(bias.value).toBeCloseTo(1 + 0.1 * measured, 12);
    expect(corrected).toBeCloseTo(measured - bias.value!, 12);
    expect(match).toEqual(['a']);
    expect(reason).toBeNull();
    // Student's t of 6 degrees of freedom, within 5e-4; Σ (measured − 10)² = 16.
    const half = 2.4469 * Math.sqrt(variance * (1 + 1 / 8 + (measured - 10) ** 2 / 16));
    expect(band![0]).toBeCloseTo(corrected! - half, 3);
    expect(band![1]).toBeCloseTo(corrected! + half, 3);
  }
});

test('twins that are all measured alike have their mean', () => {
  const pairs = pairsOf([10, 2], [10, 2.1], [10, 1.9], [10, 2]);
  const { bias } = correctedNumber(13, [{ ...right, pairs }]);
  expect(bias.value).toBeCloseTo(2, 12);
});

test('where several match, the band holds those of all', () => {
  const pairs = right.pairs.map(({ measured, true: truth }) => ({ measured, true: truth! - 0.3 }));
  const { bias, corrected, band } = correctedNumber(10, [
    right,
    { ...wrong, matches: true, pairs },
  ]);
  expect(corrected).toBeCloseTo(10 - 2.15, 12);
  const alone = correctedNumber(10, [right]).band!;
  expect(band![1]).toBeCloseTo(alone[1], 12);
  expect(band![0]).toBeCloseTo(alone[0] - 0.3, 12);
  expect(bias.range![0]).toBeCloseTo(10 - band![1], 12);
});

test('a bias that scatters by more than a third of it corrects nothing', () => {
  // The same scatter beside a bias that is ten times as small, and beside one with another sign.
  const less = right.pairs.map(({ measured, true: truth }) => ({ measured, true: truth! + 1.8 }));
  const found = correctedNumber(10, [{ ...right, pairs: less }]);
  expect(found).toMatchObject({ corrected: null, band: null, match: ['a'] });
  expect(found.bias.value).toBeNull();
  expect(found.reason).toMatch(/scatters/);
  const [lo, hi] = found.bias.range!;
  expect((lo + hi) / 2).toBeCloseTo(0.2, 12);
  expect(lo).toBeLessThan(0);
  // Two generators that are sure of different things are not sure together.
  expect(correctedNumber(10, [right, { ...wrong, matches: true }]).corrected).toBeNull();
});

test('nothing is corrected where none matches, or a twin has no such number', () => {
  const none = correctedNumber(10, [{ ...right, matches: false }, wrong]);
  expect(none).toMatchObject({ corrected: null, band: null, bias: { value: null } });
  expect(none.bias.range![0]).toBeCloseTo(1.7, 12);
  expect(none.bias.range![1]).toBeCloseTo(9.5, 12);
  expect(none.reason).toMatch(/no generator/);
  const lacks = { ...right, pairs: [...right.pairs, { measured: null, true: 3 }] };
  expect(correctedNumber(10, [lacks, wrong]).reason).toMatch(/no such number of some twins by a/);
  expect(correctedNumber(null, [right, wrong]).corrected).toBeNull();
});
