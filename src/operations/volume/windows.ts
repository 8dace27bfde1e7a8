import {
  bottomHatNode,
  greyCloseNode,
  greyDilate,
  greyErode,
  greyOpenNode,
  topHatNode,
} from '../../filters/grey_morphology.js';
import {
  localContrast as localContrastOp,
  localContrastNode,
} from '../../filters/local_contrast.js';
import { rank as rankOp } from '../../filters/rank.js';
import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { F32, SAME } from '../gives.js';

/**
 * The least value of a box or ball around each voxel: grey erosion. Exact; NaN ranks above +∞. As
 * SciPy's `grey_erosion`. Box: a pass per axis, 6 B/voxel for u8, whatever the size. Ball: a pass
 * or two per length of its rows.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([5, 1, 4, 2, 9]), size: [5, 1, 1] });
 * const { data } = await scan.erode({ size: 3 }).read();
 * console.assert(data.join() === '1,1,1,2,2');
 * await lab.dispose();
 * ```
 */
export const erode = operation({
  name: 'erode',
  of: 'volume',
  options: greyErode.params,
  gives: SAME,
  node: (volume, options) => makeNode(greyErode, { volume }, options),
});

/**
 * The greatest value of a box or ball around each voxel: grey dilation. Exact; NaN ranks above +∞.
 * As SciPy's `grey_dilation`.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([5, 1, 4, 2, 9]);
 * const scan = await lab.open({ data, size: [5, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
 * const { data: grown } = await scan.dilate({ radius: 0.5 }).read(); // µm: one voxel each way
 * console.assert(grown.join() === '5,5,4,9,9');
 * await lab.dispose();
 * ```
 */
export const dilate = operation({
  name: 'dilate',
  of: 'volume',
  options: greyDilate.params,
  gives: SAME,
  node: (volume, options) => makeNode(greyDilate, { volume }, options),
});

/**
 * The minimum filter: {@link Volume.erode} by another name.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([5, 1, 4, 2, 9]), size: [5, 1, 1] });
 * const { data } = await scan.minimum({ size: 3, border: 'constant', value: 0 }).read();
 * console.assert(data.join() === '0,0,0,0,0'); // a line lies among zeros: above, below, beside
 * await lab.dispose();
 * ```
 */
export const minimum = operation({
  name: 'minimum',
  of: 'volume',
  options: greyErode.params,
  gives: SAME,
  node: (volume, options) => makeNode(greyErode, { volume }, options),
});

/**
 * The maximum filter: {@link Volume.dilate} by another name.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([5, 1, 4, 2, 9]), size: [5, 1, 1] });
 * const { data } = await scan.maximum({ size: [3, 1, 1], border: 'constant', value: 7 }).read();
 * console.assert(data.join() === '7,5,4,9,9');
 * await lab.dispose();
 * ```
 */
export const maximum = operation({
  name: 'maximum',
  of: 'volume',
  options: greyDilate.params,
  gives: SAME,
  node: (volume, options) => makeNode(greyDilate, { volume }, options),
});

/**
 * Erosion, then dilation: bright details smaller than the element go.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 8, 1, 6, 6, 6, 1]), size: [7, 1, 1] });
 * const { data } = await scan.opening({ size: 3 }).read();
 * console.assert(data.join() === '1,1,1,6,6,6,1');
 * await lab.dispose();
 * ```
 */
export const opening = operation({
  name: 'opening',
  of: 'volume',
  options: greyErode.params,
  gives: SAME,
  node: (volume, options) => greyOpenNode(volume, options),
});

/**
 * Dilation, then erosion: dark details smaller than the element go.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([9, 2, 9, 4, 4, 4, 9]), size: [7, 1, 1] });
 * const { data } = await scan.closing({ size: 3 }).read();
 * console.assert(data.join() === '9,9,9,4,4,4,9');
 * await lab.dispose();
 * ```
 */
export const closing = operation({
  name: 'closing',
  of: 'volume',
  options: greyErode.params,
  gives: SAME,
  node: (volume, options) => greyCloseNode(volume, options),
});

/**
 * Volume − opening, saturating: what is bright and smaller than the element.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 8, 1, 6, 6, 6, 1]), size: [7, 1, 1] });
 * const { data } = await scan.topHat({ size: 3 }).read();
 * console.assert(data.join() === '0,7,0,0,0,0,0'); // the speck; the broad part is no detail
 * await lab.dispose();
 * ```
 */
export const topHat = operation({
  name: 'topHat',
  of: 'volume',
  options: greyErode.params,
  gives: SAME,
  node: (volume, options) => topHatNode(volume, options),
});

/**
 * Closing − volume, saturating: what is dark and smaller than the element.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([9, 2, 9, 4, 4, 4, 9]), size: [7, 1, 1] });
 * const { data } = await scan.bottomHat({ size: 3 }).read();
 * console.assert(data.join() === '0,7,0,0,0,0,0');
 * await lab.dispose();
 * ```
 */
export const bottomHat = operation({
  name: 'bottomHat',
  of: 'volume',
  options: greyErode.params,
  gives: SAME,
  node: (volume, options) => bottomHatNode(volume, options),
});

/**
 * The value at a percentile of the sorted box around each voxel; exact, as SciPy's
 * `percentile_filter`. One pass: 2 × the bytes of a voxel; its window is read once per bit of the
 * dtype.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5]), size: [5, 1, 1] });
 * const { data } = await scan.rank({ size: [5, 1, 1], percentile: 20 }).read();
 * console.assert(data.join() === '1,1,2,3,4'); // the second least of five
 * await lab.dispose();
 * ```
 */
export const rank = operation({
  name: 'rank',
  of: 'volume',
  options: rankOp.params,
  gives: SAME,
  node: (volume, options) => makeNode(rankOp, { volume }, options),
});

/**
 * (v − local mean) / (local standard deviation + epsilon), over a box; f32. Independent of bricks.
 * 38 B/voxel for u8, whatever the size.
 *
 * @returns An f32 volume of the same size, in local standard deviations (no unit).
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([50, 50, 53, 50, 50]), size: [5, 1, 1] });
 * const { data } = await scan.localContrast({ size: 3, epsilon: 1 }).read();
 * console.assert(Math.abs(data[2]! - 2 / (Math.sqrt(2) + 1)) < 1e-4); // (53 − 51) / (√2 + 1)
 * await lab.dispose();
 * ```
 */
export const localContrast = operation({
  name: 'localContrast',
  of: 'volume',
  options: localContrastOp.params,
  gives: F32,
  node: (volume, options) => localContrastNode(volume, options),
});
