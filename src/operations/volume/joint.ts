import { invalidArgument } from '../../recipe/errors.js';
import { gridMeta, type Node } from '../../recipe/op.js';
import { handle, operation, optionalHandle, orPlaced } from '../../recipe/operation.js';
import { jointPhases as jointPhasesOp, jointPhasesNode } from '../../segmentation/joint_phases.js';
import { calibrationNode, calibrationParams } from '../../stats/joint/calibration.js';
import {
  colocalizationNode,
  colocalizationParams,
  correlationNode,
  correlationParams,
} from '../../stats/joint/correlation.js';
import {
  jointHistogram as jointHistogramOp,
  jointHistogramNode,
} from '../../stats/joint/joint_histogram.js';
import { onVoxelsOf } from '../../stats/joint/shared_grid.js';
import { PHASES, RESULT } from '../gives.js';
import { withinOption } from '../options.js';

const other = orPlaced(
  handle(
    'The other volume: on the same grid, or { volume, transform } of another frame.',
    'volume',
  ),
);

/**
 * How often which pairs of values of two volumes on one grid occur: equal bins over the range of
 * each, at most `bins`; integers in bins of whole values, so that u8 has one bin per value by
 * default. Exact counts, the same on every adapter. Two passes over both.
 *
 * Another frame is given with the transform that takes this volume's points to it, as `register`
 * finds it: `{ volume, transform }`. It is read at this volume's voxels, between its own, smoothed
 * where it is finer, and has no value beyond its grid (`missing`); so call it on the coarser one.
 * f32: 4 B/voxel of this volume, 21 B/voxel of a finer one of u8.
 *
 * @returns A query of `bins`, `counts`, `edgesA`, `edgesB`, `total` and `missing`.
 * @throws VoxmetryError `invalid-argument` for a volume of another grid without a transform.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const a = await lab.open({ data: new Uint8Array([0, 0, 1, 1]), size: [4, 1, 1] });
 * const b = await lab.open({ data: new Uint8Array([5, 6, 6, 6]), size: [4, 1, 1] });
 * const { bins, counts } = await a.jointHistogram(b);
 * console.assert(bins.join() === '2,2' && counts.join() === '1,1,0,2');
 * await lab.dispose();
 * ```
 */
export const jointHistogram = operation({
  name: 'jointHistogram',
  of: 'volume',
  options: { other, ...jointHistogramOp.params, ...withinOption },
  takes: ['other'],
  gives: RESULT,
  node: (volume, { other, within, bins }) =>
    jointHistogramNode(volume, onVoxelsOf('jointHistogram', 'other', volume, other), within, bins),
});

/**
 * How far two volumes on one grid go with each other: Pearson's coefficient of the values, or
 * Spearman's of the ranks of bins, with a 95 % interval by drawing blocks anew. Voxels that are
 * neighbours are alike: as independent samples they would make intervals many times too narrow.
 * Blocks must be longer than what is alike; say `block` where the default of about 64 is not.
 *
 * Exact sums of up to 65536 levels of each volume, the same in any bricks. `significance` is the
 * two-sided level at which the coefficient differs from 0, by the same draws. How often intervals
 * hold: `docs/joint-statistics.md`. Two passes over both; Spearman two more of f32. Another frame
 * is given as `{ volume, transform }`, as of `jointHistogram`.
 *
 * @returns A query of `value`, `interval`, `significance`, `voxels`, `blocks`.
 * @throws VoxmetryError `invalid-argument` for a volume of another grid without a transform.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = Uint8Array.from({ length: 32 ** 2 }, (_, i) => (i * 37) % 251);
 * const a = await lab.open({ data, size: [32, 32, 1] });
 * const { value } = await a.correlation(a.invert(), { method: 'pearson' });
 * console.assert(Math.abs(value + 1) < 1e-9);
 * await lab.dispose();
 * ```
 */
export const correlation = operation({
  name: 'correlation',
  of: 'volume',
  options: { other, ...correlationParams, ...withinOption },
  takes: ['other'],
  gives: RESULT,
  node: (a, { other, within, method, block }) =>
    correlationNode({ a, b: onVoxelsOf('correlation', 'other', a, other), within, block }, method),
});

/**
 * Manders' coefficients: the part of this volume's intensity, of voxels above `thresholdA`, where
 * the other is above `thresholdB`, and the same of the other. Thresholds are named, not found. With
 * 95 % intervals by drawing blocks anew. E. M. M. Manders et al., J. Microsc. 169 (1993) 375.
 *
 * Intensities must be amounts, from 0 on; negative ones, and NaN, are left out. Up to 65536 levels.
 * Another frame is given as `{ volume, transform }`, as of `jointHistogram`.
 *
 * @returns A query of `m1`, `m1Interval`, `m2`, `m2Interval`.
 * @throws VoxmetryError `invalid-argument` for a volume of another grid without a transform.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const a = await lab.open({ data: new Uint8Array([10, 30, 0, 0]), size: [4, 1, 1] });
 * const b = await lab.open({ data: new Uint8Array([0, 8, 8, 0]), size: [4, 1, 1] });
 * const { m1, m2 } = await a.colocalization(b, { thresholdA: 0, thresholdB: 0 });
 * console.assert(m1 === 0.75 && m2 === 0.5);
 * await lab.dispose();
 * ```
 */
export const colocalization = operation({
  name: 'colocalization',
  of: 'volume',
  options: { other, ...colocalizationParams, ...withinOption },
  takes: ['other'],
  gives: RESULT,
  node: (a, { other, within, block, ...thresholds }) =>
    colocalizationNode(
      { a, b: onVoxelsOf('colocalization', 'other', a, other), within, block },
      thresholds,
    ),
});

/**
 * Phases from clusters of the joint histogram of two volumes: each polygon, in values of this
 * volume and of the other, is a phase; all else is 'other'. A bin of `jointHistogram` of as many
 * `bins` lies in a polygon or not as a whole, by its middle, so that voxels are decided on
 * integers. Another frame is given as `{ volume, transform }`, as of `jointHistogram`; where it has
 * no value, it is 'other'.
 *
 * @returns Phases 'other' and the names of the polygons. 1 B/voxel out.
 * @throws VoxmetryError `invalid-argument` for polygons of fewer than three corners, and one that
 * is called 'other', and for a volume of another grid without a transform.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const a = await lab.open({ data: new Uint8Array([10, 90, 90, 10]), size: [4, 1, 1] });
 * const b = await lab.open({ data: new Uint8Array([10, 10, 90, 90]), size: [4, 1, 1] });
 * const bright = [[50, 50], [100, 50], [100, 100], [50, 100]] as const;
 * const { data } = await a.jointPhases(b, { polygons: { bright } }).read();
 * console.assert(data.join() === '0,0,1,0');
 * await lab.dispose();
 * ```
 */
export const jointPhases = operation({
  name: 'jointPhases',
  of: 'volume',
  options: { other, ...jointPhasesOp.params },
  takes: ['other'],
  gives: PHASES,
  node: (a, { other, polygons, bins }) =>
    jointPhasesNode(a, onVoxelsOf('jointPhases', 'other', a, other), { polygons, bins }),
});

/**
 * A fraction that a fine scan of a part showed, carried to the whole that was scanned coarsely:
 * this volume is the part of the coarse scan, `fraction` the fine mask averaged to its voxels (0 to
 * 1), and `whole` the coarse scan. The fraction is averaged by grey level and weighed by the
 * whole's grey levels. The interval is by drawing the part's blocks anew: it covers that the part
 * is small, and neither that it may be unlike the whole nor errors of segmentation and
 * registration. Grey levels that only the whole has take the nearest fraction, and `unseen` says
 * how many.
 *
 * A fine scan in its own frame is given as `{ volume, transform }`: its fraction, `bin`-ned or not,
 * and the transform that takes the coarse scan's points to it; it is averaged to the coarse voxels,
 * and voxels that it does not cover are left out.
 *
 * @returns A query of `fraction`, `interval`, `levels`, `unseen`.
 * @throws VoxmetryError `invalid-argument` for a whole of another dtype, and for a fraction of
 * another grid without a transform.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const grey = Uint8Array.from({ length: 32 ** 2 }, (_, i) => (i * 37) % 101);
 * const scan = await lab.open({ data: grey, size: [32, 32, 1] });
 * const part = scan.crop({ origin: [0, 0, 0], size: [16, 16, 1] });
 * const { fraction, interval } = await part.calibrate(part.divide(100), { whole: scan });
 * console.assert(Math.abs(fraction - 0.5) < 0.02 && interval[0] <= fraction);
 * await lab.dispose();
 * ```
 */
export const calibrate = operation({
  name: 'calibrate',
  of: 'volume',
  options: {
    fraction: orPlaced(
      handle(
        'The fraction in each voxel, 0 to 1, as a fine scan showed it, or { volume, transform } of the fine scan; of integers, 0 or 1.',
        'volume',
      ),
    ),
    whole: optionalHandle('The whole coarse scan; this volume if left out.', 'volume'),
    ...calibrationParams,
  },
  takes: ['fraction'],
  gives: RESULT,
  node: (volume, { fraction, whole = volume, bins, method, block }) => {
    const [part, all] = [storageOf(volume), storageOf(whole)];
    if (part !== all)
      throw invalidArgument('calibrate', 'whole', `of ${all}`, `of ${part}, as the part of it`);
    const seen = onVoxelsOf('calibrate', 'fraction', volume, fraction);
    return calibrationNode(volume, seen, whole, { bins, method, block: block ?? null });
  },
});

function storageOf(node: Node): string {
  return gridMeta(node).storage;
}
