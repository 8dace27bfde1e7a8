import { describe, expect, it } from 'vitest';
import { jsonParts } from '../../../src/cli/run/json_parts.js';

const text = (value: unknown): string => [...jsonParts(value)].join('');

describe('jsonParts', () => {
  it('writes what JSON.parse reads back', () => {
    const value = {
      'a "name"': [1, 'two', null, true],
      nested: { list: [{ x: 1 }, { x: [] }, []], none: {}, text: 'é\n' },
    };
    expect(JSON.parse(text(value))).toEqual(value);
  });

  it('writes typed arrays as lists, NaN as null, infinities as strings, and leaves out what is undefined', () => {
    const value = {
      a: Float64Array.of(1, NaN, -0),
      b: [Infinity, -Infinity],
      c: undefined,
      d: NaN,
    };
    expect(JSON.parse(text(value))).toEqual({
      a: [1, null, 0],
      b: ['Infinity', '-Infinity'],
      d: null,
    });
  });

  it('keeps lists of numbers on one line, in pieces', () => {
    const long = Float32Array.from({ length: 10_000 }, (_, i) => i / 4);
    const parts = [...jsonParts({ long, short: [1, 2] })];
    expect(JSON.parse(parts.join(''))).toEqual({ long: [...long], short: [1, 2] });
    expect(parts.join('').split('\n').length).toBe(4);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(50_000);
  });
});
