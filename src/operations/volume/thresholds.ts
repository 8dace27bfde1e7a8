import type { Node } from '../../recipe/op.js';
import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import type { GridMeta, ScalarMeta } from '../../recipe/meta.js';
import { number, texts } from '../../recipe/params.js';
import { touchingNode } from '../../segmentation/chosen_objects.js';
import type { CutMethod } from '../../segmentation/histogram_cuts.js';
import { histogramThreshold } from '../../segmentation/histogram_threshold.js';
import {
  localThreshold as localThresholdOp,
  localThresholdNode,
} from '../../segmentation/local_threshold.js';
import { multiOtsuNode } from '../../segmentation/multi_otsu.js';
import { otsuNode } from '../../segmentation/otsu_level.js';
import { threshold as thresholdOp } from '../../segmentation/threshold.js';
import { typedBand, typedBound } from '../../segmentation/typed_bound.js';
import { histogramNode } from '../../stats/histogram.js';
import { MASK, PHASES } from '../gives.js';
import { objectsOption, withinOption } from '../options.js';

/** The voxels above a level that another node finds. */
function above(volume: Node, level: Node<ScalarMeta>): Node<GridMeta> {
  return makeNode(thresholdOp, { volume, above: level });
}

/** The voxels above the level that a method finds in the histogram. */
function cut(method: CutMethod, volume: Node, within: Node | undefined): Node<GridMeta> {
  const histogram = histogramNode(volume, within);
  return above(volume, makeNode(histogramThreshold, { histogram }, { method }));
}

/**
 * Mask of the voxels with lo ≤ v ≤ hi; exact in every dtype, and NaN is in no band.
 * One pass: 1.125 B/voxel for u8.
 *
 * @param options - `lo`, `hi` or both; a bound that is left out is infinite. On f32 a bound is the
 * nearest f32, as in NumPy: `lo: 0.7` takes in the voxels that 0.7 became. One that f32 would have
 * as 0 or ±∞ stays as it is.
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 5, 9]), size: [3, 1, 1] });
 * console.assert((await scan.threshold({ lo: 5 }).read()).data.join() === '0,1,1');
 * console.assert((await scan.threshold({ lo: 2, hi: 8 }).read()).data.join() === '0,1,0');
 * await lab.dispose();
 * ```
 */
export const threshold = operation({
  name: 'threshold',
  of: 'volume',
  options: thresholdOp.params,
  gives: MASK,
  node: (volume, band) => makeNode(thresholdOp, { volume }, typedBand(volume, band)),
});

/**
 * Mask of the voxels above Otsu's threshold (v > t): the one that maximises the variance between
 * the two classes, among all finite values that occur; the first maximum wins. `mask.thresholds()`
 * gives t, the greatest value of the darker class. NaN and ±∞ are left out, and so are they by
 * `multiOtsu`; `histogram()` counts them. Besides the pass of the threshold 8 bits take one, 1
 * B/voxel; 16 bits a sample and one, 2 B/voxel, of a volume on the GPU as a whole; 32 bits two, 8
 * B/voxel, the second where several values share the upper half of their bits. Literature: Otsu,
 * IEEE Trans. SMC 9 (1979) 62, https://doi.org/10.1109/TSMC.1979.4310076.
 *
 * @param options - `within` takes the histogram of these voxels only; the mask is of the whole
 * volume.
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` where all voxels have one value.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([0, 0, 0, 0, 90, 92, 110, 112]),
 *   size: [8, 1, 1],
 * });
 * const sample = scan.threshold({ lo: 1 }); // not the air around
 * console.assert((await scan.otsu().count()) === 4);
 * console.assert((await scan.otsu({ within: sample }).thresholds())[0] === 92);
 * await lab.dispose();
 * ```
 */
export const otsu = operation({
  name: 'otsu',
  of: 'volume',
  options: withinOption,
  gives: MASK,
  node: (volume, { within }) => above(volume, otsuNode(volume, within)),
});

/**
 * Mask of the voxels above Li's threshold, of least cross entropy. Li and Tam, Pattern Recognit.
 * Lett. 18 (1998) 771, https://doi.org/10.1016/S0167-8655(98)00057-9.
 * f32 is counted in 256 bins of its finite range: use `within` where few voxels lie far away.
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` where all voxels have one value.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([10, 11, 12, 11, 80, 200]),
 *   size: [6, 1, 1],
 * });
 * const bright = scan.li();
 * console.assert((await bright.count()) === 2 && (await bright.thresholds())[0]! < 80);
 * await lab.dispose();
 * ```
 */
export const li = operation({
  name: 'li',
  of: 'volume',
  options: withinOption,
  gives: MASK,
  node: (volume, { within }) => cut('li', volume, within),
});

/**
 * Mask of the voxels above Yen's threshold, of greatest correlation. Yen et al., IEEE Trans. Image
 * Process. 4 (1995) 370, https://doi.org/10.1109/83.366472.
 * f32 is counted in 256 bins of its finite range: use `within` where few voxels lie far away.
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` where all voxels have one value.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([10, 11, 12, 11, 10, 12, 200, 210]),
 *   size: [8, 1, 1],
 * });
 * console.assert((await scan.yen().read()).data.join() === '0,0,0,0,0,0,1,1');
 * await lab.dispose();
 * ```
 */
export const yen = operation({
  name: 'yen',
  of: 'volume',
  options: withinOption,
  gives: MASK,
  node: (volume, { within }) => cut('yen', volume, within),
});

/**
 * Mask of the voxels above the triangle threshold, for one peak with a tail. Zack et al., J.
 * Histochem. Cytochem. 25 (1977) 741, https://doi.org/10.1177/25.7.70454.
 * f32 is counted in 256 bins of its finite range: use `within` where few voxels lie far away.
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` where all voxels have one value.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * // a peak at 10 … 12, a tail
 * const data = new Uint8Array(100).map((_, i) => (i < 80 ? 10 + (i % 3) : i));
 * const bright = (await lab.open({ data, size: [100, 1, 1] })).triangle();
 * console.assert((await bright.count()) === 20);
 * await lab.dispose();
 * ```
 */
export const triangle = operation({
  name: 'triangle',
  of: 'volume',
  options: withinOption,
  gives: MASK,
  node: (volume, { within }) => cut('triangle', volume, within),
});

/**
 * Mask of the voxels above the threshold midway between the means of its sides. Ridler and Calvard,
 * IEEE Trans. SMC 8 (1978) 630, https://doi.org/10.1109/TSMC.1978.4310039.
 * f32 is counted in 256 bins of its finite range: use `within` where few voxels lie far away.
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` where all voxels have one value.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 20, 80, 80, 90]), size: [6, 1, 1] });
 * const bright = scan.isodata();
 * // midway between 16.7 and 83.3
 * console.assert((await bright.thresholds())[0] === 50 && (await bright.count()) === 3);
 * await lab.dispose();
 * ```
 */
export const isodata = operation({
  name: 'isodata',
  of: 'volume',
  options: withinOption,
  gives: MASK,
  node: (volume, { within }) => cut('isodata', volume, within),
});

/**
 * Mask of the voxels above the threshold of least error of two normal distributions. Kittler and
 * Illingworth, Pattern Recognit. 19 (1986) 41, https://doi.org/10.1016/0031-3203(86)90030-0.
 * f32 is counted in 256 bins of its finite range: use `within` where few voxels lie far away.
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` where all voxels have one value.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { Random } from 'voxmetry/synthetic';
 * const lab = await openLab();
 * const random = new Random(1);
 * const data = new Uint8Array(4096).map((_, i) =>
 *   i % 8 === 0 ? 150 + 20 * random.normal() : 60 + 5 * random.normal(),
 * );
 * const scan = await lab.open({ data, size: [16, 16, 16] });
 * const [t] = await scan.minimumError().thresholds();
 * console.assert(t! > 70 && t! < 100); // nearer to the narrow class
 * await lab.dispose();
 * ```
 */
export const minimumError = operation({
  name: 'minimumError',
  of: 'volume',
  options: withinOption,
  gives: MASK,
  node: (volume, { within }) => cut('minimumError', volume, within),
});

/**
 * Phases by Otsu's thresholds for 2 to 5 classes, darkest first: of all cuts between finite values
 * those that vary least within the classes. Literature: Liao, Chen and Chung, J. Inf. Sci. Eng. 17
 * (2001) 713.
 *
 * @param names - A name for every class: `['pore', 'binder', 'active']`.
 * @param options - `within` takes the histogram of these voxels only.
 * @returns Phases (u8 codes) of the same size, a name per class.
 * @throws VoxmetryError `invalid-argument` where there are fewer different values than classes.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 90, 52, 12, 50, 95]), size: [6, 1, 1] });
 * const phases = scan.multiOtsu(['pore', 'binder', 'active']);
 * console.assert((await phases.read()).data.join() === '0,2,1,0,1,2');
 * await lab.dispose();
 * ```
 */
export const multiOtsu = operation({
  name: 'multiOtsu',
  of: 'volume',
  options: { names: texts('Names of the phases, from dark to bright; 2 to 4.'), ...withinOption },
  takes: ['names'],
  gives: PHASES,
  node: (volume, { names, within }) => multiOtsuNode(volume, names, within),
});

/**
 * Hysteresis: the components of the voxels with v ≥ `low` that have one with v ≥ `high`. As
 * scikit-image's `apply_hysteresis_threshold`, which takes v > low and v > high.
 *
 * @param options - `low` and `high`, on f32 the nearest f32 as in `threshold`, and the
 * `connectivity` of the components (default 6).
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 5, 9, 5, 1, 5, 1]), size: [7, 1, 1] });
 * const { data } = await scan.hysteresis({ low: 5, high: 9 }).read();
 * console.assert(data.join() === '0,1,1,1,0,0,0');
 * await lab.dispose();
 * ```
 */
export const hysteresis = operation({
  name: 'hysteresis',
  of: 'volume',
  options: {
    low: number(
      { infinite: true, unit: 'intensity' },
      'Voxels of at least this belong, where they touch sure ones.',
    ),
    high: number({ infinite: true, unit: 'intensity' }, 'Voxels of at least this are sure.'),
    ...objectsOption,
  },
  gives: MASK,
  node: (volume, { low, high, ...objects }) =>
    touchingNode(
      makeNode(thresholdOp, { volume }, { lo: typedBound(volume, low), hi: Infinity }),
      makeNode(thresholdOp, { volume }, { lo: typedBound(volume, high), hi: Infinity }),
      objects,
    ),
});

/**
 * Mask of the voxels above a threshold of their own, from the mean and standard deviation of the
 * box around them: for scans of uneven brightness. What is outside of a voxel's box does not
 * matter. Three passes: 34 B/voxel for u8, whatever the size; f32 56, with the standard deviation
 * 88. Literature: Niblack, Introduction to Digital Image Processing (1986) 115; Sauvola and
 * Pietikäinen, Pattern Recognit. 33 (2000) 225, https://doi.org/10.1016/S0031-3203(99)00055-2.
 *
 * @param options - `method`: 'mean' (default; mean − `offset`), 'niblack' (mean − `k` · std) or
 * 'sauvola' (mean · (1 + `k` · (std / `r` − 1))); `size` of the box in voxels (odd, one or three;
 * default 15); `k` (default 0.2); `r` (default half the range of the dtype, of 32-bit volumes of
 * the data); `border` as for filters; `within` takes mean and standard deviation of these voxels
 * only, so that the air around a sample does not count.
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(16).map((_, x) => 4 * x + (x % 4 === 1 ? 20 : 0)); // lines on a ramp
 * const scan = await lab.open({ data, size: [16, 1, 1] });
 * const { data: lines } = await scan.localThreshold({ size: 5 }).read();
 * console.assert(lines.join() === '0,1,0,0,0,1,0,0,0,1,0,0,0,1,0,0');
 * await lab.dispose();
 * ```
 */
export const localThreshold = operation({
  name: 'localThreshold',
  of: 'volume',
  options: { ...localThresholdOp.params, ...withinOption },
  gives: MASK,
  node: (volume, { within, ...params }) => localThresholdNode(volume, params, within),
});
