import { describe, expect, it } from 'vitest';
import { portableCubeRoot, portableExp, portableLog } from '../../src/synthetic/elementary.js';
import { Random } from '../../src/synthetic/random.js';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe('Random', () => {
  it('repeats a stream from its seed, in numbers fixed for every engine', () => {
    const random = new Random(12345);
    expect(draw(4, () => random.uint32())).toEqual([
      1412786203, 3639814990, 3852099228, 1113436421,
    ]);
  });

  it('gives different streams to different seeds and streams', () => {
    const firsts = [
      new Random(1),
      new Random(2),
      new Random(1 + 2 ** 32),
      new Random(1, [0, 1]),
      new Random(1, [1, 0]),
    ].map((random) => random.uint32());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('draws uniform numbers with the moments of (0, 1)', () => {
    const random = new Random(3);
    const values = draw(100_000, () => random.uniform());
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThan(0);
    expect(Math.max(...values.slice(0, 1000))).toBeLessThan(1);
  });

  it('draws normal numbers with mean 0, variance 1, kurtosis 3', () => {
    const random = new Random(4);
    const values = draw(200_000, () => random.normal());
    const moment = (power: number): number =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
  });

  it('refuses a seed that is no integer, naming what is allowed', () => {
    expect(() => new Random(0.5)).toThrow(/seed is 0\.5; allowed: an integer/);
    expect(() => new Random(-1)).toThrow(/seed/);
  });
});

describe('portable elementary functions', () => {
  it.each([1e-9, 1e-3, 0.5, 0.7, 1, 1.5, 3, 1e6])('log and cube root of %d', (value) => {
    expect(Math.abs(portableLog(value) - Math.log(value))).toBeLessThan(
      1e-15 * Math.max(1, Math.abs(Math.log(value))) * 4,
    );
    expect(Math.abs(portableCubeRoot(value) / Math.cbrt(value) - 1)).toBeLessThan(1e-15);
  });

  it.each([-50, -1, -1e-6, 0, 0.3, 1, 20])('exp of %d', (value) => {
    expect(Math.abs(portableExp(value) / Math.exp(value) - 1)).toBeLessThan(1e-14);
  });
});
