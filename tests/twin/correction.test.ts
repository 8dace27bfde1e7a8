import { expect, test } from 'vitest';
import { correctedNumber, type NumberOfTwins } from '../../src/twin/correction.js';

const pairsOf = (...biases: readonly number[]): NumberOfTwins['pairs'] =>
  biases.map((bias) => ({ measured: 10 + bias, true: 10 }));

const right = { name: 'a', matches: true, pairs: pairsOf(1, 2, 3, 2, 1, 3, 2, 2) };
const wrong = { name: 'b', matches: false, pairs: pairsOf(8, 9, 10, 9, 8, 9, 9, 9) };

test('a number is corrected by the twins that match, with the band of a next one', () => {
  const { bias, corrected, band, match, reason } = correctedNumber(10, [right, wrong]);
  expect(bias.value).toBe(2);
  expect(corrected).toBe(8);
  expect(match).toEqual(['a']);
  expect(reason).toBeNull();
  // Student's t of 7 degrees of freedom; the variance of 1, 2, 3, 2, 1, 3, 2, 2 is 4/7.
  const half = 2.364624 * Math.sqrt((4 / 7) * (1 + 1 / 8));
  expect(band![0]).toBeCloseTo(8 - half, 4);
  expect(band![1]).toBeCloseTo(8 + half, 4);
});

test('where several match, the band holds those of all', () => {
  const other = { ...wrong, matches: true };
  const { corrected, band } = correctedNumber(10, [right, other]);
  expect(corrected).toBeCloseTo(10 - (2 + 8.875) / 2, 12);
  expect(band![0]).toBeLessThan(1.125);
  expect(band![1]).toBeGreaterThan(8);
});

test('nothing is corrected where none matches, or a twin has no such number', () => {
  const none = correctedNumber(10, [{ ...right, matches: false }, wrong]);
  expect(none).toMatchObject({
    corrected: null,
    band: null,
    bias: { value: null, range: [1, 10] },
  });
  expect(none.reason).toMatch(/no generator/);
  const lacks = { ...right, pairs: [...right.pairs, { measured: null, true: 3 }] };
  expect(correctedNumber(10, [lacks, wrong]).reason).toMatch(/no such number of some twins by a/);
  expect(correctedNumber(null, [right, wrong]).corrected).toBeNull();
});
