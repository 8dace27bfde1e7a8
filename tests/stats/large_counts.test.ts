import { describe, expect, test } from 'vitest';
import type { FinishContext } from '../../src/implement/index.js';
import { chordLengthsOnGpu, linealPathOnGpu } from '../../src/stats/chords.gpu.js';
import { percolationOnHost, porosityOnHost } from '../../src/stats/connectivity.gpu.js';
import { countOnGpu } from '../../src/stats/count.gpu.js';
import { summedVolumes, sumBlocks } from '../../src/stats/block_sums.js';
import { fractionOf } from '../../src/stats/integral_range.js';
import { profileOnGpu } from '../../src/stats/profile.gpu.js';
import { eulerNumberOnGpu, surfaceAreaOnGpu } from '../../src/stats/surface_area.gpu.js';
import { twoPointOnGpu } from '../../src/stats/two_point.gpu.js';

/**
 * A volume of 2^33 voxels, as of two bricks of 2^32 − 2^12 and the rest; nothing of it is stored.
 */
const SIZE = [2048, 2048, 2048] as const;
const VOXELS = 2 ** 33;
const BRICKS = [2 ** 32 - 4096, VOXELS - 2 ** 32 + 4096] as const;

const mask = {
  kind: 'mask',
  storage: 'bit',
  size: SIZE,
  spacing: [1, 1, 1],
  unit: 'px',
  origin: [0, 0, 0],
};

/** Merges counts of bricks and finishes, as an engine does. */
function reduced(
  implementation: unknown,
  parts: readonly unknown[],
  params: Readonly<Record<string, unknown>>,
): unknown {
  const { merge, finish } = implementation as {
    merge: (a: unknown, b: unknown) => unknown;
    finish: (partial: unknown, context: unknown) => unknown;
  };
  return finish(
    parts.reduce((a, b) => merge(a, b)),
    { params, metas: { mask }, inputs: {}, signal: undefined },
  );
}

describe('counts beyond 2^32 are whole', () => {
  test('voxels and fractions', () => {
    expect(reduced(countOnGpu, BRICKS, {})).toBe(VOXELS);
    const one = Float64Array.of(VOXELS);
    const { value, voxels, total } = fractionOf({
      voxels: 2 ** 32 + 1,
      total: VOXELS,
      withoutValue: 0,
      sizes: [],
      cells: { size: [1, 1, 1], padded: [1, 1, 1], c: Float64Array.of(2 ** 32 + 1), n: one },
    });
    expect([value, voxels, total]).toEqual([(2 ** 32 + 1) / VOXELS, 2 ** 32 + 1, VOXELS]);
    const cells = 2 ** 9;
    const c = new Float64Array(cells).fill(2 ** 24 + 1);
    const table = summedVolumes({ cell: 256, size: [8, 8, 8], c, n: c });
    expect(sumBlocks(table, [8, 8, 8], [[0, 0, 0]]).c).toBe(cells * (2 ** 24 + 1));
  });

  test('slices', () => {
    const parts = BRICKS.map((n) => ({ first: 7, counts: Float64Array.of(n - 1, n) }));
    expect(reduced(profileOnGpu, parts, { axis: 'z' })).toMatchObject({
      voxels: Float64Array.of(VOXELS - 2),
      total: Float64Array.of(VOXELS),
    });
  });

  test('faces and cells', () => {
    const pairs = BRICKS.map((n) => ({
      cells: undefined,
      pairs: {
        both: new Float64Array(14).fill(n - 3),
        differ: new Float64Array(14).fill(n - 5),
        pairs: new Float64Array(14).fill(n),
      },
    }));
    expect(reduced(surfaceAreaOnGpu, pairs, { estimator: 'faces', border: 'open' })).toMatchObject({
      area: 3 * (VOXELS - 10),
      voxels: VOXELS - 6,
      total: VOXELS,
    });
    // Single voxels, far apart: eight cells each, one of every corner.
    const cells = BRICKS.map((n) => {
      const counts = new Float64Array(256);
      for (let corner = 0; corner < 8; corner += 1) counts[2 ** corner] = n;
      return { cells: counts, inRegion: undefined };
    });
    for (const connectivity of [6, 26])
      expect(reduced(eulerNumberOnGpu, cells, { connectivity })).toMatchObject({ value: VOXELS });
  });

  test('chords and segments', () => {
    const counts = BRICKS.map((n) => {
      const runs = new Float64Array(2 * (2048 + 1));
      runs[2 * 3] = n;
      return runs;
    });
    const chords = reduced(chordLengthsOnGpu, counts, { axis: 'x', edges: 'exclude' });
    expect(chords).toMatchObject({ number: VOXELS, mean: 3, lengthWeightedMean: 3 });
    const segments = counts.map((runs) => ({ mask: runs, within: undefined }));
    const { probability } = reduced(linealPathOnGpu, segments, { axis: 'x' }) as {
      probability: Float64Array;
    };
    expect(probability[1]! * 2 ** 22 * 2047).toBe(2 * VOXELS);
  });

  test('pairs', () => {
    const counted = BRICKS.map((n) => ({
      both: Float64Array.of(n, n - 2 ** 21),
      near: undefined,
      voxels: [n, n],
    }));
    const params = { along: 'x', maxDistance: 1, directions: null, periodic: true };
    const value = reduced(twoPointOnGpu, counted, params);
    expect(value).toMatchObject({
      probability: Float64Array.of(1, (VOXELS - 2 ** 22) / VOXELS),
      pairs: Float64Array.of(VOXELS, VOXELS),
      fractions: [1, 1],
    });
  });

  test('components', () => {
    const sizes = Float64Array.of(0, 2 ** 33 + 1, 2 ** 32 - 1);
    const faces = Uint8Array.of(0, 3, 1);
    const compute = (implementation: unknown, inputs: object, params: object): unknown =>
      (implementation as { compute: (context: FinishContext<never, never>) => unknown }).compute({
        inputs,
        params,
        metas: {},
        signal: undefined,
      } as never);
    const voxels = 2 ** 33 + 2 ** 32;
    expect(compute(percolationOnHost, { sizes, faces }, {})).toMatchObject({
      voxels,
      components: 2,
      x: { through: (2 ** 33 + 1) / voxels, lower: (2 ** 32 - 1) / voxels, isolated: 0 },
    });
    const fraction = { voxels, total: 2 ** 34 };
    expect(
      compute(porosityOnHost, { fraction, sizes, faces }, { faces: 2, ends: 3 }),
    ).toMatchObject({ open: (2 ** 33 + 1) / 2 ** 34, closed: (2 ** 32 - 1) / 2 ** 34 });
  });
});
