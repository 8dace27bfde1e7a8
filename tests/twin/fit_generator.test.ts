import { expect, test } from 'vitest';
import { curvesOf, type StructureCurves } from '../../src/twin/curves.js';
import { fitGenerator, PILOTS, seedOf } from '../../src/twin/fit_generator.js';
import type { GeneratorParameters, TwinGenerator } from '../../src/twin/generators.js';

const size = [16, 16, 16] as const;
const grid = { size, spacing: [1, 1, 1] } as const;
const like = curvesOf({
  data: Uint8Array.from({ length: 4096 }, (_, i) => (i >> 1) & 1),
  ...grid,
});
const odds = (fraction: number): number => fraction / (1 - fraction);
const curvesWith = (fraction: number, faces: number, chordSpread = 1.4): StructureCurves => ({
  ...like,
  ...{ fraction, chordSpread, faces: [faces, faces, faces] },
});

/** What is shown of parameters: more than asked by what a seed says, in both numbers alike. */
const moreOf = (seed: number): number => Math.exp(0.1 * Math.sin(7 * seed));
let asked: GeneratorParameters;
const generator: TwinGenerator = {
  name: 'stub',
  fractions: [0.01, 0.99],
  spreads: null,
  isotropic: false,
  start: () => ({ fraction: 0.3, length: [2, 2, 2], spread: 0 }),
  make: (parameters) => {
    asked = parameters;
    return new Uint8Array(1);
  },
};
const show = (_: Uint8Array, seed: number): Promise<StructureCurves> => {
  const more = moreOf(seed);
  const shown = odds(asked.fraction) * more;
  return Promise.resolve(curvesWith(shown / (1 + shown), (0.5 * more) / asked.length[0]));
};

const logarithms = Array.from({ length: PILOTS }, (_, i) => Math.log(moreOf(seedOf(3, 1000 + i))));
const mean = logarithms.reduce((sum, value) => sum + value, 0) / PILOTS;

test('what pieces show has what was measured', async () => {
  const { parameters } = await fitGenerator(generator, curvesWith(0.5, 0.1), grid, 3, show);
  // The means of pieces are those of fractions and faces, and not of their logarithms.
  expect(Math.abs(Math.log(odds(parameters.fraction)) + mean)).toBeLessThan(5e-3);
  expect(Math.abs(Math.log(parameters.length[0] / 5) - mean)).toBeLessThan(5e-3);
});

test('drawn parameters scatter as pieces do, and as the mean of those that were fitted', async () => {
  const { parameters, draw } = await fitGenerator(generator, curvesWith(0.5, 0.1), grid, 3, show);
  const variance =
    (logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (PILOTS - 1)) *
    (1 + 1 / PILOTS);
  const drawn = Array.from({ length: 2000 }, (_, seed) => draw(seed));
  const fractions = drawn.map(
    ({ fraction }) => Math.log(odds(fraction)) - Math.log(odds(parameters.fraction)),
  );
  const lengths = drawn.map(({ length }) => Math.log(length[0] / parameters.length[0]));
  const second = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0) / a.length;
  for (const values of [fractions, lengths])
    expect(Math.abs(second(values, values) / variance - 1)).toBeLessThan(0.12);
  // Both go together, as in the pieces: more is shown of both.
  expect(second(fractions, lengths) / variance).toBeLessThan(-0.88);
  expect(draw(5)).toEqual(draw(5));
});
