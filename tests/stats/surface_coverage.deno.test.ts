import { describe, expect, test } from 'vitest';
import { HELD_OUT, TUNED } from '../../bench/intervals/structures.js';
import {
  interfacesOf,
  surfaceOf,
  surfaceOfCut,
  type MadeInterface,
} from '../../bench/intervals/surface_trials.js';
import type { DensityEstimate } from '../../src/stats/density_interval.js';
import { Random } from '../../src/synthetic/random.js';

// A seeded part of `npm run coverage -- surfaces`.
const EDGE = 64;

/** Cubes of 32 voxels from the corners of ten structures, and their truth. */
function* cutsOf(
  make: MadeInterface,
  length: number,
  phi: number,
): Generator<readonly [estimate: DensityEstimate, truth: number]> {
  for (let seed = 1; seed <= 10; seed += 1) {
    const made = make(EDGE, length, phi, new Random(seed));
    for (let corner = 0; corner < 8; corner += 1)
      yield [
        surfaceOfCut(made, 32, [32 * (corner & 1), 16 * (corner & 2), 8 * (corner & 4)]),
        made.truth,
      ];
  }
}

const surface =
  (kinds: typeof TUNED, name: string): MadeInterface =>
  (...given) =>
    surfaceOf(kinds[name]!(...given));

/** The interface of balls with a field that they lie in. */
const balls: MadeInterface = (edge, length, phi, random) => {
  const [over, under] = [TUNED['balls']!, TUNED['Gaussian field']!];
  const first = over(edge, length, phi, random);
  return interfacesOf(first, under(edge, length, 0.5, random))[0]!;
};

describe('the 95 % interval of a surface per volume, of 80 volumes of 32³', () => {
  test.each([
    ['balls', surface(TUNED, 'balls'), 4, 0.3],
    ['rods along an axis', surface(HELD_OUT, 'rods along an axis'), 4, 0.2],
    ['field stretched obliquely', surface(HELD_OUT, 'field stretched obliquely'), 4, 0.35],
    ['interface of balls with a field', balls, 4, 0.3],
  ] as const)('%s', (name, make, length, phi) => {
    let [given, held, stationary] = [0, 0, 0];
    let [widths, squares] = [0, 0];
    for (const [{ value, interval, stationary: same }, truth] of cutsOf(make, length, phi)) {
      squares += (value / truth - 1) ** 2 / 80;
      if (same === true) stationary += 1 / 80;
      if (interval === null) continue;
      given += 1;
      widths += (interval[1] - interval[0]) / truth;
      if (interval[0] <= truth && truth <= interval[1]) held += 1;
    }
    const width = widths / given / (2 * 1.96 * Math.sqrt(squares));
    console.log(`${name}: ${String((100 * held) / given)} %, ${width.toFixed(2)} times as wide`);
    expect(given).toBeGreaterThan(76);
    // Of 80 that hold at 95 %, fewer than 88 % hold in one of 200 runs.
    expect(held / given).toBeGreaterThan(0.88);
    expect(stationary).toBeGreaterThan(0.95);
    // As wide as an interval of the true variance, about.
    expect(width).toBeGreaterThan(0.9);
    expect(width).toBeLessThan(1.7);
  });
});

describe('a surface that is not the same all over', () => {
  test('is told where it lies in planes of a lattice', () => {
    for (const [{ stationary, coverage }] of cutsOf(surface(HELD_OUT, 'lumps'), 4, 0.3)) {
      expect(stationary).toBe(false);
      expect(coverage).toBeNull();
    }
  });

  test('is told by a trend along an axis, and has no coverage', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      // Balls that get rarer from one end of z to the other.
      const random = new Random(seed);
      const codes = TUNED['balls']!(EDGE, 3, 0.4, random).bits;
      const none = TUNED['balls']!(EDGE, 3, 0.4, random).bits;
      const bits = codes.map((bit, i) =>
        bit === 1 && none[i] === 1 && random.uniform() < Math.floor(i / EDGE ** 2) / EDGE ? 0 : bit,
      );
      const found = surfaceOfCut({ edge: EDGE, codes: bits, between: [0, 1] }, EDGE, [0, 0, 0]);
      expect(found.stationary).toBe(false);
      expect(found.inhomogeneities.map(({ axis }) => axis)).toContain('z');
      expect(found.coverage).toBeNull();
      expect(found.warnings.join()).toMatch(/not the same all over/);
    }
  });
});
