import { describe, expect, it } from 'vitest';
import {
  keptMap,
  madeMap,
  medianOfMap,
  spreadOfMap,
} from '../../src/cell/outgrowths/column_map.js';
import { ColumnNumbers } from '../../src/cell/outgrowths/column_numbers.js';
import { Random } from '../../src/synthetic/index.js';

/** The median of what is a number: the definition, by sorting. */
function medianTwin(values: Iterable<number>): number {
  const sorted = Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const n = sorted.length;
  return n === 0 ? NaN : (sorted[Math.floor((n - 1) / 2)]! + sorted[n >> 1]!) / 2;
}

const normal = (seed: number, count: number, scale = 1): Float32Array<ArrayBuffer> => {
  const random = new Random(seed);
  return Float32Array.from({ length: count }, () => scale * random.normal());
};

describe('the median of a map', () => {
  it.each([
    ['of an odd number', normal(1, 1001)],
    ['of an even number', normal(2, 1000)],
    ['of numbers below and above 0', Float32Array.of(-3, 2, -1, 5, -0.5, 0.25)],
    ['of equal numbers, zeros of both signs and infinities', Float32Array.of(0, -0, 1, 1, 1, Infinity, -Infinity, -0)], // prettier-ignore
    ['of least and greatest numbers', Float32Array.of(1e-45, -1e-45, 3e38, -3e38, 1e-38)],
    ['of one', Float32Array.of(-7)],
    ['with NaN', Float32Array.of(NaN, 4, NaN, 1, 2, NaN)],
    ['of none', Float32Array.of(NaN, NaN)],
  ])('is that of the sorted values, %s', (_, values) => {
    const map = keptMap([values.length, 1], values);
    // 0 and −0 are equal.
    expect(medianOfMap(map) + 0).toBe(medianTwin(values) + 0);
    expect(spreadOfMap(map)).toBe(1.4826 * medianTwin(values.map(Math.abs)));
  });
});

it('a made map rounds to f32, and has no value off its columns', () => {
  const map = madeMap([4, 3], (column) => column / 3);
  expect(map.at(5)).toBe(Math.fround(5 / 3));
  expect([map.at(-1), map.at(12)]).toEqual([NaN, NaN]);
  expect(keptMap([2, 1], Float32Array.of(1, 2)).at(2)).toBe(NaN);
});

it('numbers of columns are kept in pages, and copies are apart', () => {
  const numbers = new ColumnNumbers();
  numbers.set(3, 7);
  numbers.set(2 ** 31 + 5, 9);
  const copy = numbers.copy();
  copy.set(3, 8);
  expect([numbers.at(3), copy.at(3), copy.at(2 ** 31 + 5), numbers.at(4)]).toEqual([7, 8, 9, 0]);
});
