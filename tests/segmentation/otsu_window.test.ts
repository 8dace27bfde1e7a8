import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otsuBin, otsuCut } from '../../src/segmentation/otsu.js';
import {
  chooseWindow,
  MOST_EDGES,
  provenLevels,
  type OtsuSums,
  type OtsuWindow,
} from '../../src/segmentation/otsu_window.js';
import { stream } from '../stats/inputs.js';

const LEVELS = 4096;

/** A histogram with so many voxels at each of some levels. */
function histogramOf(voxels: Iterable<readonly [level: number, count: number]>): Float64Array {
  const counts = new Float64Array(LEVELS);
  for (const [level, count] of voxels) counts[level]! += count;
  return counts;
}

/** Voxels drawn from normal distributions of equal share. */
function normals(
  parts: readonly (readonly [mean: number, width: number])[],
  seed: number,
): Float64Array {
  const random = stream(seed);
  return histogramOf(
    Array.from({ length: 40000 }, (_, i) => {
      const [mean, width] = parts[i % parts.length]!;
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return [Math.max(0, Math.min(LEVELS - 1, Math.round(mean + width * normal))), 1];
    }),
  );
}

/** What a pass over all voxels finds, level by level. */
function summed(all: Float64Array, window: OtsuWindow): OtsuSums {
  const occupied = [...all.keys()].filter((level) => all[level]! > 0);
  return {
    window,
    counts: all.slice(window.first, window.last + 1),
    from: window.edges.map((edge) => {
      let [count, moment] = [0, 0];
      for (let level = edge; level < LEVELS; level += 1) {
        count += all[level]!;
        moment += level * all[level]!;
      }
      return { count, moment };
    }),
    least: occupied[0]!,
    greatest: occupied.at(-1)!,
  };
}

/**
 * The cut by a window; undefined where it is not proven. It must never be another than that of all
 * levels.
 */
function cutBy(all: Float64Array, sample: Float64Array): number | undefined {
  const window = chooseWindow(sample);
  if (window === undefined) return undefined;
  expect(window.edges.length).toBeLessThanOrEqual(1 + MOST_EDGES);
  expect(window.edges[0]).toBe(0);
  expect(window.edges.toSorted((a, b) => a - b)).toEqual(window.edges);
  const levels = provenLevels(summed(all, window));
  if (levels === undefined) return undefined;
  const least = all.findIndex((n) => n > 0);
  const cut = otsuCut(levels)!.level;
  expect(cut).toBe(otsuBin(all.subarray(least)));
  return least + cut;
}

describe('the cut of a window around that of a sample', () => {
  test.each<[string, Float64Array]>([
    [
      'two classes',
      normals(
        [
          [1000, 200],
          [2500, 300],
        ],
        1,
      ),
    ],
    [
      'two narrow classes',
      normals(
        [
          [200, 8],
          [260, 12],
        ],
        2,
      ),
    ],
    [
      'three classes',
      normals(
        [
          [500, 90],
          [1500, 90],
          [3500, 90],
        ],
        3,
      ),
    ],
    ['one class', normals([[2000, 300]], 4)],
    ['all levels alike', new Float64Array(LEVELS).fill(9)],
    [
      'two levels',
      histogramOf([
        [10, 7],
        [4000, 5],
      ]),
    ],
    [
      'two neighbours',
      histogramOf([
        [10, 7],
        [11, 5],
      ]),
    ],
    [
      'the least and the greatest level',
      histogramOf([
        [0, 3],
        [LEVELS - 1, 3],
      ]),
    ],
    [
      'a few bright voxels',
      histogramOf([
        [100, 9000],
        [101, 9000],
        [4000, 4],
      ]),
    ],
    // Cuts after 1000 and after 2000 are equally good.
    [
      'a tie',
      histogramOf([
        [1000, 50],
        [2000, 20],
        [3000, 50],
      ]),
    ],
  ])('%s: proven by the histogram itself', (_, all) => {
    expect(cutBy(all, all)).toBeDefined();
  });

  test('is proven by a sample, extremes besides', () => {
    const all = normals(
      [
        [1000, 200],
        [2500, 300],
      ],
      5,
    );
    const sample = normals(
      [
        [1000, 200],
        [2500, 300],
      ],
      6,
    );
    all[0]! += 2;
    all[LEVELS - 1]! += 3;
    expect(cutBy(all, sample)).toBeDefined();
  });

  test('is not taken from a window in which it does not lie', () => {
    const all = normals(
      [
        [1000, 200],
        [2500, 300],
      ],
      7,
    );
    expect(
      cutBy(
        all,
        normals(
          [
            [2900, 200],
            [3500, 100],
          ],
          8,
        ),
      ),
    ).toBeUndefined();
    // As good as the window's, and earlier.
    const tie = histogramOf([
      [1000, 50],
      [2000, 50],
      [3000, 50],
    ]);
    expect(
      cutBy(
        tie,
        histogramOf([
          [2000, 60],
          [2500, 10],
          [3000, 50],
        ]),
      ),
    ).toBeUndefined();
  });

  test('of a sample of one value is not chosen', () => {
    expect(chooseWindow(histogramOf([[5, 9]]))).toBeUndefined();
    expect(chooseWindow(new Float64Array(LEVELS))).toBeUndefined();
  });

  test('is never a wrong one, whatever the sample', () => {
    const level = fc.oneof(
      fc.nat(LEVELS - 1),
      fc.nat(12),
      fc.constantFrom(0, 1000, 1001, LEVELS - 1),
    );
    const voxels = fc.array(fc.tuple(level, fc.oneof(fc.nat(20), fc.nat(1e8))), {
      minLength: 2,
      maxLength: 40,
    });
    let proven = 0;
    fc.assert(
      fc.property(voxels, voxels, fc.nat(2), (given, other, likeness) => {
        const all = histogramOf([...given, [5, 1], [9, 1]]);
        // The histogram itself, one that is nearly so, or another one.
        const sample = histogramOf([given, [...given, ...other.slice(0, 2)], other][likeness]!);
        if (cutBy(all, sample) !== undefined) proven += 1;
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(proven).toBeGreaterThan(60);
  });
});
