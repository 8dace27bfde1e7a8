import { asVolume as asVolumeOp } from '../../filters/as_volume.js';
import { bothNode, combine } from '../../filters/combine.js';
import { invert as invertOp } from '../../filters/invert.js';
import { makeNode } from '../../recipe/op.js';
import { handle, operation } from '../../recipe/operation.js';
import { length, nullable } from '../../recipe/params.js';
import { appliedThresholdsNode } from '../../segmentation/applied_thresholds.js';
import { components as componentsOp } from '../../segmentation/components.js';
import { distance as distanceOp } from '../../segmentation/distance.js';
import { separate as separateOp, separateNode } from '../../segmentation/separate.js';
import { skeleton as skeletonOp } from '../../segmentation/skeleton.js';
import { count as countOp } from '../../stats/count.js';
import { fractionNode } from '../../stats/fraction.js';
import { F32, LABELS, PLAIN, RESULT, SAME } from '../gives.js';
import { distanceOptions, withinOption } from '../options.js';

const otherOption = { other: handle('The other mask.', 'mask') };
const separateOptions = {
  ...separateOp.params,
  sigma: nullable(
    length(
      {},
      'Standard deviation of a Gaussian that smooths the distance first; none if left out.',
    ),
  ),
};

/**
 * The voxels that are not in the mask.
 * One pass: 1/4 B/voxel.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 1]), size: [3, 1, 1] });
 * console.assert((await scan.threshold({ lo: 1 }).invert().read()).data.join() === '1,0,0');
 * await lab.dispose();
 * ```
 */
export const invert = operation({
  name: 'invert',
  of: 'mask',
  options: {},
  gives: SAME,
  node: (mask) => makeNode(invertOp, { mask }),
});

/**
 * Voxels in both masks.
 * One pass: 3/8 B/voxel.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * const { data } = await scan.threshold({ lo: 2 }).and(scan.threshold({ hi: 3 })).read();
 * console.assert(data.join() === '0,1,1,0');
 * await lab.dispose();
 * ```
 */
export const and = operation({
  name: 'and',
  of: 'mask',
  options: otherOption,
  takes: ['other'],
  gives: SAME,
  node: (a, { other: b }) => makeNode(combine, { a, b }, { operator: 'and' }),
});

/**
 * Voxels in either mask.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * const { data } = await scan.equals(1).or(scan.equals(4)).read();
 * console.assert(data.join() === '1,0,0,1');
 * await lab.dispose();
 * ```
 */
export const or = operation({
  name: 'or',
  of: 'mask',
  options: otherOption,
  takes: ['other'],
  gives: SAME,
  node: (a, { other: b }) => makeNode(combine, { a, b }, { operator: 'or' }),
});

/**
 * Voxels in exactly one of the masks.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * const { data } = await scan.threshold({ lo: 2 }).xor(scan.threshold({ hi: 3 })).read();
 * console.assert(data.join() === '1,0,0,1');
 * await lab.dispose();
 * ```
 */
export const xor = operation({
  name: 'xor',
  of: 'mask',
  options: otherOption,
  takes: ['other'],
  gives: SAME,
  node: (a, { other: b }) => makeNode(combine, { a, b }, { operator: 'xor' }),
});

/**
 * Voxels in this mask and not in the other.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * const { data } = await scan.threshold({ lo: 2 }).subtract(scan.equals(3)).read();
 * console.assert(data.join() === '0,1,0,1');
 * await lab.dispose();
 * ```
 */
export const subtract = operation({
  name: 'subtract',
  of: 'mask',
  options: otherOption,
  takes: ['other'],
  gives: SAME,
  node: (a, { other: b }) => makeNode(combine, { a, b }, { operator: 'subtract' }),
});

/**
 * Connected components as labels 1…N in raster order of their first voxel.
 * Exact. Some 6 to 12 B/voxel.
 *
 * @param options - `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
 * @returns Labels of the same size, with ids 1 … N (u32); 0 is background.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([1, 0, 0, 0, 1, 0, 0, 0, 1]),
 *   size: [3, 3, 1],
 * });
 * const diagonal = scan.threshold({ lo: 1 });
 * console.assert((await diagonal.components().count()) === 3);
 * console.assert((await diagonal.components({ connectivity: 18 }).count()) === 1); // across edges
 * await lab.dispose();
 * ```
 */
export const components = operation({
  name: 'components',
  of: 'mask',
  options: componentsOp.params,
  gives: LABELS,
  node: (grid, options) => makeNode(componentsOp, { grid }, options),
});

/**
 * The exact Euclidean distance of every voxel in the mask to the nearest voxel centre outside it; 0
 * outside, infinite where nothing is outside. 10 to 14 B/voxel. Literature: Saito and Toriwaki,
 * Pattern Recognit. 27 (1994) 1551, https://doi.org/10.1016/0031-3203(94)90133-3.
 *
 * @returns An f32 volume of the same size, in the unit of length (in voxels with `units: 'index'`).
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([0, 1, 1, 1, 1]);
 * const scan = await lab.open({ data, size: [5, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
 * const mask = scan.threshold({ lo: 1 });
 * console.assert((await mask.distance().read()).data.join() === '0,0.5,1,1.5,2'); // µm
 * console.assert(
 *   (await mask.distance({ border: 'background' }).read()).data.join() === '0,0.5,1,1,0.5',
 * );
 * await lab.dispose();
 * ```
 */
export const distance = operation({
  name: 'distance',
  of: 'mask',
  options: distanceOptions,
  gives: F32,
  node: (objects, options) => makeNode(distanceOp, { objects }, options),
});

/**
 * Splits touching particles: watershed of the distance to the surface, and neighbours merged whose
 * neck is less than `minContrast` narrower than the smaller of them.
 * 36 B/voxel and more.
 *
 * @param options - `minContrast`: least drop of the distance from a particle's centre to the neck,
 * as a length (default voxels(0.5)); `minDistance`: two centres closer than this times the lesser
 * radius are one (default 0.5); `peakRadius`: a centre is the highest place of a ball of this
 * radius (at most 16 voxels; none by default); `sigma`: the distance is smoothed by this Gaussian
 * first (none by default). The recipe of SNOW (Gostick, Phys. Rev. E 96, 2017, 023307,
 * https://doi.org/10.1103/PhysRevE.96.023307) is `{ sigma: voxels(0.4), peakRadius: voxels(4),
 * minContrast: 0, minDistance: 1 }`.
 * @returns Labels of the same size, with ids 1 … N (u32) in raster order of the first voxel; 0 is
 * background.
 * @throws VoxmetryError `limit` where the volume does not fit the GPU whole.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(27 * 13).map((_, i) => {
 *   const [x, y] = [i % 27, Math.floor(i / 27)];
 *   return Math.min(Math.hypot(x - 7, y - 6), Math.hypot(x - 19, y - 6)) < 6.5 ? 1 : 0;
 * });
 * const discs = (await lab.open({ data, size: [27, 13, 1] })).threshold({ lo: 1 });
 * console.assert(
 *   (await discs.components().count()) === 1 && (await discs.separate().count()) === 2,
 * );
 * await lab.dispose();
 * ```
 */
export const separate = operation({
  name: 'separate',
  of: 'mask',
  options: separateOptions,
  gives: LABELS,
  node: (mask, options) => separateNode(mask, options),
});

/**
 * The skeleton: voxels are taken away layer by layer while components, tunnels and cavities stay
 * what they are (26-connected mask, 6-connected background; the outside is background). Exact.
 * Literature: Lee, Kashyap and Chu, CVGIP 56 (1994) 462, https://doi.org/10.1006/cgip.1994.1042;
 * Bertrand and Malandain, Pattern Recognit. Lett. 15 (1994) 169,
 * https://doi.org/10.1016/0167-8655(94)90046-9. 10.5 B/voxel per turn; turns number about half the
 * thickness in voxels.
 *
 * @param options - `keepEnds`: ends of lines stay, which gives the branches (default true);
 * without, what has no tunnel or cavity becomes a point.
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(9 * 9).map((_, i) =>
 *   i % 9 > 0 && i % 9 < 8 && i > 26 && i < 54 ? 1 : 0,
 * );
 * const bar = (await lab.open({ data, size: [9, 9, 1] })).threshold({ lo: 1 }); // 7 × 3 voxels
 * console.assert((await bar.skeleton({ keepEnds: false }).count()) === 1);
 * const { data: line } = await bar.skeleton().read();
 * console.assert(line.every((v, i) => v === 0 || Math.floor(i / 9) === 4)); // along the middle row
 * await lab.dispose();
 * ```
 */
export const skeleton = operation({
  name: 'skeleton',
  of: 'mask',
  options: skeletonOp.params,
  gives: SAME,
  node: (mask, options) => makeNode(skeletonOp, { mask }, options),
});

/**
 * Number of voxels in the mask.
 * Exact. One pass over 1/8 B/voxel; 3/8 B/voxel more with `within`.
 *
 * @param options - `within`: counts the voxels that lie in this mask too.
 * @returns A query of a number: voxels.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 5, 9]), size: [3, 1, 1] });
 * console.assert((await scan.threshold({ lo: 5 }).count()) === 2);
 * await lab.dispose();
 * ```
 */
export const count = operation({
  name: 'count',
  of: 'mask',
  options: withinOption,
  gives: PLAIN,
  node: (mask, { within }) => makeNode(countOp, { mask: bothNode(mask, within) }),
});

/**
 * The volume fraction with its 95 % interval: the porosity, if this is the pore space. The interval
 * covers sampling (that the volume is a part of the whole), not segmentation.
 * `interval` is null, and `reason` says why, where the volume holds too few independent samples;
 * `stationary` is false where it is not the same all over. NaN of the volume behind the mask counts
 * nowhere: `withoutValue`. Literature: Lantuéjoul, J. Microsc. 161 (1991) 387; Dahari et al., arXiv
 * 2410.19568 (2024).
 *
 * @param options - `within`: the fraction of these voxels, instead of all.
 * @returns A query of the fraction and its interval, both from 0 to 1, with counts in voxels.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 1, 9]), size: [4, 1, 1] });
 * const solid = scan.threshold({ lo: 1 });
 * const { value, interval } = await scan.equals(9).fraction({ within: solid });
 * console.assert(value === 1 / 3 && interval === null); // of three voxels nothing can be said
 * await lab.dispose();
 * ```
 */
export const fraction = operation({
  name: 'fraction',
  of: 'mask',
  options: withinOption,
  gives: RESULT,
  node: (mask, { within }) => fractionNode(mask, within),
});

/**
 * The thresholds that made this mask, computed where a method such as Otsu chose them.
 *
 * @returns A query of a list of numbers, rising, in intensity.
 * @throws VoxmetryError `invalid-argument` for a mask that no threshold made.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 11, 12, 90, 92]), size: [5, 1, 1] });
 * console.assert((await scan.otsu().thresholds()).join() === '12');
 * console.assert((await scan.threshold({ lo: 5, hi: 11 }).thresholds()).join() === '5,11');
 * await lab.dispose();
 * ```
 */
export const thresholds = operation({
  name: 'thresholds',
  of: 'mask',
  options: {},
  gives: PLAIN,
  node: (mask) => appliedThresholdsNode(mask),
});

/**
 * The mask as a u8 volume of 0 and 1.
 * One pass: 1.125 B/voxel.
 *
 * @returns A u8 volume of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 5, 9]), size: [3, 1, 1] });
 * const { data } = await scan.threshold({ lo: 5 }).asVolume().multiply(100).read();
 * console.assert(data.join() === '0,100,100');
 * await lab.dispose();
 * ```
 */
export const asVolume = operation({
  name: 'asVolume',
  of: 'mask',
  options: {},
  gives: { grid: 'volume', dtype: 'u8' },
  node: (grid) => makeNode(asVolumeOp, { grid }),
});
