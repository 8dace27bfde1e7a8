import { expect, test } from 'vitest';
import { correctedNumber, moreWouldTell, type NumberOfTwins } from '../../src/twin/correction.js';

/** Twins of one fraction that the recipe measures as so much and is off by so much. */
const pairsOf = (...twins: readonly (readonly [measured: number, bias: number])[]) =>
  twins.map(([measured, bias]) => ({ measured, true: measured - bias, fraction: 0.5, level: 7 }));

const numberOf = (measured: number | null, twins: readonly NumberOfTwins[], fraction = 0.5) =>
  correctedNumber({ measured, fraction, level: 7 }, twins);

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
    const { bias, corrected, band, match, reason } = numberOf(measured, [right, wrong]);
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
  const { bias } = numberOf(13, [{ ...right, pairs }]);
  expect(bias.value).toBeCloseTo(2, 12);
});

test('where several match, the band holds those of all', () => {
  const pairs = right.pairs.map((pair) => ({ ...pair, true: pair.true! - 0.3 }));
  const { bias, corrected, band } = numberOf(10, [right, { ...wrong, matches: true, pairs }]);
  expect(corrected).toBeCloseTo(10 - 2.15, 12);
  const alone = numberOf(10, [right]).band!;
  expect(band![1]).toBeCloseTo(alone[1], 12);
  expect(band![0]).toBeCloseTo(alone[0] - 0.3, 12);
  expect(bias.range![0]).toBeCloseTo(10 - band![1], 12);
});

test('a bias that scatters by more than a half of it corrects nothing', () => {
  // The same scatter beside a bias that is ten times as small, and beside one with another sign.
  const less = right.pairs.map((pair) => ({ ...pair, true: pair.true! + 1.8 }));
  const found = numberOf(10, [{ ...right, pairs: less }]);
  expect(found).toMatchObject({ corrected: null, band: null, match: ['a'] });
  expect(found.bias.value).toBeNull();
  expect(found.reason).toMatch(/scatters/);
  const [lo, hi] = found.bias.range!;
  expect((lo + hi) / 2).toBeCloseTo(0.2, 12);
  expect(lo).toBeLessThan(0);
  // Two generators that are sure of different things are not sure together.
  expect(numberOf(10, [right, { ...wrong, matches: true }]).corrected).toBeNull();
});

/** Twins with the scatter of `right`, about a bias of so much where 10 is measured. */
const biasedBy = (bias: number): NumberOfTwins => ({
  ...right,
  pairs: right.pairs.map((pair) => ({ ...pair, true: pair.true! + 2 - bias })),
});

test('a number is corrected where the true bias is above a half of that found at 95 %', () => {
  // Student's t of 6 degrees of freedom at 95 %, one side: 1.9432; both sides ask for 2.4469.
  const deviation = Math.sqrt(variance * (1 + 1 / 8));
  const least = 2 * 1.9432 * deviation;
  expect(2 * 2.4469 * deviation).toBeGreaterThan(1.01 * least);
  for (const sign of [1, -1]) {
    expect(numberOf(10, [biasedBy(sign * 1.01 * least)]).bias.value).toBeCloseTo(
      sign * 1.01 * least,
      12,
    );
    expect(numberOf(10, [biasedBy(sign * 0.99 * least)]).corrected).toBeNull();
  }
});

test('more twins are asked for where they would tell, by how these scatter', () => {
  const seen = { measured: 10, fraction: 0.5, level: 7 };
  const more = (twins: NumberOfTwins, scan = seen): boolean => moreWouldTell(scan, [twins, wrong]);
  // With ever more twins the half of the bias must be above 1.6449 of the scatter.
  const least = 2 * 1.6449 * Math.sqrt(variance);
  expect(more(biasedBy(1.01 * least))).toBe(true);
  expect(more(biasedBy(-1.01 * least))).toBe(true);
  expect(more(biasedBy(0.99 * least))).toBe(false);
  expect(more(right)).toBe(false);
  expect(more({ ...biasedBy(1.01 * least), matches: false })).toBe(false);
  expect(moreWouldTell({ ...seen, measured: null }, [biasedBy(1.01 * least)])).toBe(false);
});

test('nothing is corrected where none matches, or a twin has no such number', () => {
  const none = numberOf(10, [{ ...right, matches: false }, wrong]);
  expect(none).toMatchObject({ corrected: null, band: null, bias: { value: null } });
  expect(none.bias.range![0]).toBeCloseTo(1.7, 12);
  expect(none.bias.range![1]).toBeCloseTo(9.5, 12);
  expect(none.reason).toMatch(/no generator/);
  const lacks = {
    ...right,
    pairs: [...right.pairs, { measured: null, true: 3, fraction: 0.5, level: 7 }],
  };
  expect(numberOf(10, [lacks, wrong]).reason).toMatch(/no such number of some twins by a/);
  expect(numberOf(null, [right, wrong]).corrected).toBeNull();
});

test('of twins with other fractions and levels, the plane is read at those of the scan', () => {
  const at = (measured: number, fraction: number, level: number) =>
    1 + 0.1 * measured - 3 * fraction + 0.2 * level;
  const places = [8, 9, 10, 11, 12, 10].flatMap((measured, i) =>
    [0.4, 0.5 + 0.01 * i].map((fraction, j) => [measured, fraction, (i * i + j) % 5] as const),
  );
  const pairs = places.map(([measured, fraction, level]) => ({
    ...{ measured, fraction, level },
    true: measured - at(measured, fraction, level),
  }));
  const scan = { measured: 9.5, fraction: 0.42, level: 3.5 };
  const { bias, band } = correctedNumber(scan, [{ name: 'a', matches: true, pairs }]);
  expect(bias.value).toBeCloseTo(at(9.5, 0.42, 3.5), 12);
  expect(band![1] - band![0]).toBeLessThan(1e-9);
});

test('a fraction that is the number itself tells nothing more', () => {
  const pairs = right.pairs.map((pair) => ({ ...pair, fraction: pair.measured! }));
  const alone = numberOf(12, [right]).band!;
  numberOf(12, [{ ...right, pairs }], 12).band!.forEach((end, i) => {
    expect(end).toBeCloseTo(alone[i]!, 9);
  });
});
