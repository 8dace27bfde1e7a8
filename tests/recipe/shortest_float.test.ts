import { expect, test } from 'vitest';
import { shortestFloat } from '../../src/recipe/shortest_float.js';
import { stream } from '../stats/inputs.js';

test('gives the shortest decimal that is the value in f32', () => {
  for (const [value, text] of [
    [3.4, '3.4'],
    [0.1, '0.1'],
    [1 / 3, '0.33333334'],
    [16777216, '16777216'],
    [1e30, '1e+30'],
    [-2.5e-7, '-2.5e-7'],
    [2 ** -149, '1e-45'],
    [3.4028234663852886e38, '3.4028235e+38'],
  ] as const)
    expect(String(shortestFloat(Math.fround(value)))).toBe(text);
  for (const value of [NaN, Infinity, -Infinity, 0, -0]) expect(shortestFloat(value)).toBe(value);
});

test('of any bits: the value comes back, and no number of fewer digits gives it', () => {
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  const random = stream(5);
  for (let i = 0; i < 20_000; i++) {
    bits[0] = Math.floor(random() * 2 ** 32);
    const value = float[0]!;
    if (!Number.isFinite(value)) continue;
    const short = shortestFloat(value);
    expect(Math.fround(short)).toBe(value);
    const digits = short.toExponential().replace(/^-?|e.*$|\./g, '').length;
    if (digits > 1) expect(Math.fround(Number(value.toPrecision(digits - 1)))).not.toBe(value);
  }
});
