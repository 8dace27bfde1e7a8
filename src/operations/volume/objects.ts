import { bin as binOp } from '../../filters/bin.js';
import { resample as resampleOp } from '../../filters/resample.js';
import { makeNode } from '../../recipe/op.js';
import { handle, operation, optionalHandle } from '../../recipe/operation.js';
import { equals as equalsOp } from '../../segmentation/equals.js';
import { toLabels as toLabelsOp } from '../../segmentation/to_labels.js';
import { toPhases as toPhasesOp } from '../../segmentation/to_phases.js';
import { typedBound } from '../../segmentation/typed_bound.js';
import { watershed as watershedOp } from '../../segmentation/watershed.js';
import { histogramNode } from '../../stats/histogram.js';
import { momentsNode } from '../../stats/moments.js';
import { F32, LABELS, MASK, PHASES, RESULT, SAME } from '../gives.js';
import { withinOption } from '../options.js';

/**
 * On other voxels, anchored at the outer faces at the start of the axes: with `size` the faces at
 * the end, and so the centre, stay too; with `spacing` they do where it divides the extent, or else
 * move by up to half a new voxel. The origin, the centre of the first voxel, moves accordingly, so
 * that every sample lies where its value is. 'linear' and 'cubic' (Keys) give f32. It does not
 * smooth: to go coarser, `bin`, or smooth first. One pass. Literature: Keys, IEEE Trans. Acoust.
 * Speech Signal Process. 29 (1981) 1153, https://doi.org/10.1109/TASSP.1981.1163711.
 *
 * @returns A volume of the new size and spacing, in intensity; f32, but with 'nearest' of the same
 * dtype.
 * @throws VoxmetryError `invalid-argument` unless one of `spacing` and `size` is given.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 10, 20, 30]), size: [4, 1, 1] });
 * const fine = scan.resample({ size: [8, 1, 1] });
 * // between 10 and 20
 * console.assert(fine.spacing[0] === 0.5 && (await fine.read()).data[3] === 12.5);
 * await lab.dispose();
 * ```
 */
export const resample = operation({
  name: 'resample',
  of: 'volume',
  options: resampleOp.params,
  gives: F32,
  node: (grid, options) => makeNode(resampleOp, { grid }, options),
});

/**
 * Blocks of voxels as one, by mean (integers exactly, halves to even) or mode; incomplete blocks
 * are left out. One pass: 1.125 B/voxel for u8 by 2.
 *
 * @returns A volume of the same dtype; its size is divided by the factors, rounded down, and its
 * spacing multiplied by them.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open(
 *   { data: new Uint8Array([1, 3, 5, 6, 9]), size: [5, 1, 1] },
 *   { spacing: [0.5, 1, 1] },
 * );
 * const coarse = scan.bin({ factor: [2, 1, 1] });
 * // 5.5 to even
 * console.assert((await coarse.read()).data.join() === '2,6' && coarse.spacing[0] === 1);
 * await lab.dispose();
 * ```
 */
export const bin = operation({
  name: 'bin',
  of: 'volume',
  options: binOp.params,
  gives: SAME,
  node: (grid, options) => makeNode(binOp, { grid }, options),
});

/**
 * Mask of the voxels that equal one of the given values; exact. On f32 a value is the nearest f32,
 * as in `threshold`: 0.1 picks the voxels that 0.1 became. One pass: 1.125 B/voxel for u8.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 2, 1]), size: [4, 1, 1] });
 * console.assert((await scan.equals([0, 2]).read()).data.join() === '1,0,1,0');
 * await lab.dispose();
 * ```
 */
export const equals = operation({
  name: 'equals',
  of: 'volume',
  options: equalsOp.params,
  takes: ['values'],
  gives: MASK,
  node: (grid, { values }) =>
    makeNode(equalsOp, { grid }, { values: values.map((value) => typedBound(grid, value)) }),
});

/**
 * Takes the values of an integer volume as ids of objects; 0 is background, ids are kept.
 * Two passes: 6 B/voxel for u8.
 *
 * @returns Labels (u32) of the same size.
 * @throws VoxmetryError `invalid-argument` for f32 (cast first), and for a negative value when it
 * is met.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint16Array([0, 7, 7, 300]), size: [4, 1, 1] });
 * const labels = scan.toLabels();
 * console.assert(
 *   (await labels.count()) === 2 && (await labels.read()).data.join() === '0,7,7,300',
 * );
 * await lab.dispose();
 * ```
 */
export const toLabels = operation({
  name: 'toLabels',
  of: 'volume',
  options: {},
  gives: LABELS,
  node: (volume) => makeNode(toLabelsOp, { volume }),
});

/**
 * Watershed from markers: water rises from them in order of height, and every voxel takes the label
 * of the marker whose water is there first. It stands at all markers from the beginning, whatever
 * their own heights. Plateaus are divided midway. Exact: ties go to the
 * neighbour flooded first, then the nearest, then the first in raster order. What no marker reaches
 * is 0. Literature: Meyer and Beucher, J. Vis. Commun. Image Repr. 1 (1990) 21,
 * https://doi.org/10.1016/1047-3203(90)90014-M.
 *
 * @param options - `markers`, `mask`, `connectivity` and `ridges`.
 * @returns Labels of the same size, with the ids of the markers.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([9, 4, 1, 3, 8]), size: [5, 1, 1] });
 * const markers = scan.threshold({ lo: 8 }).components();
 * const { data } = await scan.invert().watershed({ markers }).read();
 * console.assert(data.join() === '1,1,1,2,2');
 * await lab.dispose();
 * ```
 */
export const watershed = operation({
  name: 'watershed',
  of: 'volume',
  options: {
    markers: handle('Objects from which water rises; regions take their labels.', 'labels'),
    mask: optionalHandle('Where water rises; everywhere if left out.', 'mask'),
    ...watershedOp.params,
  },
  gives: LABELS,
  node: (volume, { markers, mask, ...params }) =>
    makeNode(watershedOp, { volume, markers, mask }, params),
});

/**
 * Takes the values of a volume as named materials. Values that occur and are not named are an
 * error, which lists them, when the phases are first computed. One pass: 2 B/voxel for u8.
 *
 * @param names - For each material its value: `{ pore: 0, nmc: 1, binder: 2 }`.
 * @returns Phases (u8 codes) of the same size.
 * @throws VoxmetryError `invalid-argument` for a volume that is not of integers.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 1, 2]), size: [4, 1, 1] });
 * const phases = scan.toPhases({ pore: 0, nmc: 1, binder: 2 });
 * console.assert((await phases.phase('nmc').fraction()).value === 0.5);
 * await lab.dispose();
 * ```
 */
export const toPhases = operation({
  name: 'toPhases',
  of: 'volume',
  options: toPhasesOp.params,
  takes: ['phases'],
  gives: PHASES,
  node: (volume, { phases }) => makeNode(toPhasesOp, { volume }, { phases }),
});

/**
 * The histogram: of integers one bin per value, of f32 256 bins over the finite range.
 * Exact. 8 bits: one pass; others two or more.
 *
 * @param options - `within` counts these voxels only.
 * @returns A query of the histogram: a number of voxels per bin, edges in intensity.
 * @throws VoxmetryError `limit` where a 32-bit integer volume spans more than 2²⁰ values.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([3, 5, 5, 0]), size: [4, 1, 1] });
 * const { counts, start } = await scan.histogram({ within: scan.threshold({ lo: 1 }) });
 * console.assert(counts[5 - start] === 2 && counts.reduce((sum, n) => sum + n) === 3);
 * await lab.dispose();
 * ```
 */
export const histogram = operation({
  name: 'histogram',
  of: 'volume',
  options: withinOption,
  gives: RESULT,
  node: (volume, { within }) => histogramNode(volume, within),
});

/**
 * Count, sum, mean, standard deviation, minimum and maximum of the finite values. One pass. `std`
 * is of the population, as NumPy's. Integers are summed exactly, floats in units of 2^−39 of the
 * power of two at the greatest magnitude, to which their mean is right: the same on every adapter.
 *
 * @returns A query of the moments: `count` in voxels, all others in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 6]), size: [4, 1, 1] });
 * const { mean, std, min, max } = await scan.moments();
 * console.assert(mean === 3 && Math.abs(std - Math.sqrt(3.5)) < 1e-6 && min === 1 && max === 6);
 * await lab.dispose();
 * ```
 */
export const moments = operation({
  name: 'moments',
  of: 'volume',
  options: withinOption,
  gives: RESULT,
  node: (volume, { within }) => momentsNode(volume, within),
});
