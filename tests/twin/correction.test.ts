import { expect, test } from 'vitest';
import { correctedNumber, type NumberOfTwins } from '../../src/twin/correction.js';

/** Twins of one fraction that the recipe measures as so much and is off by so much. */
const pairsOf = (...twins: readonly (readonly [measured: number, bias: number])[]) =>
  twins.map(([measured, bias]) => ({ measured, true: measured - bias, fraction: 0.5 }));

const numberOf = (measured: number | null, twins: readonly NumberOfTwins[], fraction = 0.5) =>
  correctedNumber({ measured, fraction }, twins);

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

test('nothing is corrected where none matches, or a twin has no such number', () => {
  const none = numberOf(10, [{ ...right, matches: false }, wrong]);
  expect(none).toMatchObject({ corrected: null, band: null, bias: { value: null } });
  expect(none.bias.range![0]).toBeCloseTo(1.7, 12);
  expect(none.bias.range![1]).toBeCloseTo(9.5, 12);
  expect(none.reason).toMatch(/no generator/);
  const lacks = { ...right, pairs: [...right.pairs, { measured: null, true: 3, fraction: 0.5 }] };
  expect(numberOf(10, [lacks, wrong]).reason).toMatch(/no such number of some twins by a/);
  expect(numberOf(null, [right, wrong]).corrected).toBeNull();
});

test('of twins with other fractions, the plane over both is read at those of the scan', () => {
  const at = (measured: number, fraction: number) => 1 + 0.1 * measured - 3 * fraction;
  const places = [8, 9, 10, 11, 12, 10].flatMap((measured, i) =>
    [0.4, 0.5 + 0.01 * i].map((fraction) => [measured, fraction] as const),
  );
  const pairs = places.map(([measured, fraction]) => ({
    ...{ measured, fraction },
    true: measured - at(measured, fraction),
  }));
  const { bias, band } = numberOf(9.5, [{ name: 'a', matches: true, pairs }], 0.42);
  expect(bias.value).toBeCloseTo(at(9.5, 0.42), 12);
  expect(band![1] - band![0]).toBeLessThan(1e-9);
});

test('a fraction that is the number itself tells nothing more', () => {
  const pairs = right.pairs.map((pair) => ({ ...pair, fraction: pair.measured! }));
  const alone = numberOf(12, [right]).band!;
  numberOf(12, [{ ...right, pairs }], 12).band!.forEach((end, i) => {
    expect(end).toBeCloseTo(alone[i]!, 9);
  });
});
