// Drift of a stack by phase correlation.
import type { Length } from '../recipe/length.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalValueInput, valueInput } from '../recipe/op.js';
import { integer, length, nullable } from '../recipe/params.js';
import type { TableData } from '../recipe/table_data.js';
import type { Range } from '../stats/range.js';
import { ownsSlices, wholeSlices } from './owned_blocks.js';
import { requireRange } from './stripe_profile.js';

/** How the drift of a stack is found. */
export interface DriftParams {
  readonly lags?: number | undefined;
  readonly reach?: Length | null | undefined;
  readonly passes?: number | undefined;
}

/** Most voxels of a slice along x or y that are compared: the middle ones. */
export const MOST_COMPARED = 2048;

/**
 * How far the content of each slice across z lies from where it is in the first one: a table with a
 * row per slice, columns `slice`, `x` and `y` (in the volume's unit) and `peak` (height of the
 * correlation with the slice before, 1 for equal slices, about 0 for noise).
 *
 * Every slice is compared with the `lags` slices before it (default 2) by phase correlation (C. D.
 * Kuglin, D. C. Hines, Proc. IEEE Conf. Cybern. Soc. (1975) 163): its mean is taken off, 15 % at
 * each edge are tapered (Tukey's window), it is padded to powers of two and transformed. Magnitudes
 * are replaced by their square roots, halfway to phases alone, so that frequencies without signal
 * do not count as much as others; a Gaussian of σ = 1.5 voxels smooths the correlation. About its
 * greatest value within `reach` (default: a quarter of the slice) it is much like a Gaussian, whose
 * centre follows from the logarithms of three values along each axis. The drift is the
 * least-squares solution of all pairs, weighed by peak² / lag³. Of slices larger than 2048 voxels
 * along an axis, the middle 2048 are compared.
 *
 * What a stack alone tells: a slow drift and a slanted structure look the same, so errors add up
 * where the structure changes from slice to slice. Slices of a single value get the shift of their
 * neighbours. The window stays where it is while the content moves, which draws shifts to 0; what
 * is left of them shows in the aligned stack, whose drift is added ({@link addDrift}).
 *
 * Slices are real, so that two rows are transformed as one of complex numbers, and half of the
 * frequencies are kept: 4 B per padded voxel. About 30 B per padded voxel are read and written for
 * a slice, and for a pair 12 B, and 8 B more of rows within reach. `limit` where a slice takes more
 * than a binding.
 */
export const drift = declareOp({
  name: 'drift',
  kind: 'reduce',
  inputs: { volume: input('volume'), range: optionalValueInput<Range>() },
  params: {
    lags: integer(
      { default: 2, min: 1, max: 8, unit: 'slices' },
      'How many of the slices before it each slice is compared with.',
    ),
    reach: nullable(
      length(
        {},
        'Largest shift between two slices that is looked for; null: a quarter of the slice.',
      ),
    ),
  },
  exactness: 'float-dependent',
  result: ({ volume, range }) => {
    requireRange('drift', volume, range);
    return yields.table();
  },
  needs: (region, { volume }, { lags }) => {
    if (!ownsSlices(region)) return { volume: region };
    const whole = wholeSlices(region, volume.size);
    const before = Math.min(lags, region.origin[2]);
    return {
      volume: {
        origin: [0, 0, region.origin[2] - before],
        size: [whole.size[0], whole.size[1], region.size[2] + before],
      },
    };
  },
  notes: ({ lags }) => ({
    drift: `phase correlation with ${String(lags)} slices before, square-root magnitudes, Gaussian of 1.5 voxels, least squares`,
  }),
});

/**
 * The drift of a stack and what is left of it in the aligned stack, added up; `peak` is that of the
 * aligned stack.
 */
export const addDrift = declareOp({
  name: 'addDrift',
  kind: 'host',
  inputs: { drift: valueInput<TableData>(), rest: valueInput<TableData>() },
  params: {},
  exactness: 'exact',
  result: () => yields.table(),
});
