import { handle, operation } from '../../recipe/operation.js';
import { length, nullable, oneOf } from '../../recipe/params.js';
import { boxMorphology } from '../../segmentation/box_morphology.js';
import {
  fillHolesNode,
  keepLargestNode,
  percolatingNode,
  reachingNode,
  touchingNode,
} from '../../segmentation/chosen_objects.js';
import { clearBorderNode } from '../../segmentation/clear_border.js';
import { dilateNode, erodeNode } from '../../segmentation/mask_morphology.js';
import { removeSmallNode } from '../../segmentation/remove_small.js';
import { SAME } from '../gives.js';
import {
  countOption,
  facesOption,
  objectsOption,
  optionalAxis,
  requiredAxis,
  smallOptions,
} from '../options.js';

const elementOptions = {
  radius: nullable(length({}, 'Radius of a ball; or give a size.')),
  size: nullable(boxMorphology.params.size),
};
const borderOption = {
  border: oneOf(
    ['open', 'background'],
    'open',
    'What lies beyond the volume: nothing that counts, or background.',
  ),
};

/**
 * Erosion. By a ball: what is farther than `radius` from all background, exactly, through the
 * distance transform; anisotropic spacing counts. By a box: where all of it is in the mask. By a
 * ball it costs a distance transform, by a box 0.75 B/voxel.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([1, 1, 1, 1, 1, 0]);
 * const scan = await lab.open({ data, size: [6, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
 * const mask = scan.threshold({ lo: 1 });
 * // µm: one voxel
 * console.assert((await mask.erode({ radius: 0.5 }).read()).data.join() === '1,1,1,1,0,0');
 * console.assert(
 *   (await mask.erode({ radius: 0.5, border: 'background' }).read()).data.join() === '0,1,1,1,0,0',
 * );
 * await lab.dispose();
 * ```
 */
export const erode = operation({
  name: 'erode',
  of: 'mask',
  options: { ...elementOptions, ...borderOption },
  gives: SAME,
  node: (mask, options) => erodeNode(mask, options),
});

/**
 * Dilation: what is at most `radius` from the mask, or within a box around one of its voxels.
 * Exact. By a ball it costs a distance transform, by a box 0.75 B/voxel.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([0, 0, 1, 0, 0]);
 * const scan = await lab.open({ data, size: [5, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
 * // µm: one voxel
 * const { data: grown } = await scan.threshold({ lo: 1 }).dilate({ radius: 0.5 }).read();
 * console.assert(grown.join() === '0,1,1,1,0');
 * await lab.dispose();
 * ```
 */
export const dilate = operation({
  name: 'dilate',
  of: 'mask',
  options: elementOptions,
  gives: SAME,
  node: (mask, options) => dilateNode(mask, options),
});

/**
 * Erosion, then dilation: what the ball or box fits into; smaller parts go.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 1, 0]), size: [6, 1, 1] });
 * const { data } = await scan.threshold({ lo: 1 }).open({ size: 3 }).read();
 * console.assert(data.join() === '0,0,1,1,1,0');
 * await lab.dispose();
 * ```
 */
export const open = operation({
  name: 'open',
  of: 'mask',
  options: { ...elementOptions, ...borderOption },
  gives: SAME,
  node: (mask, { border, ...element }) =>
    dilateNode(erodeNode(mask, { ...element, border }), element),
});

/**
 * Dilation, then erosion: gaps and pores narrower than the ball or box are filled.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 0, 0, 0, 1]), size: [7, 1, 1] });
 * const { data } = await scan.threshold({ lo: 1 }).close({ size: 3 }).read();
 * console.assert(data.join() === '1,1,1,0,0,0,1'); // the gap of one voxel, not that of three
 * await lab.dispose();
 * ```
 */
export const close = operation({
  name: 'close',
  of: 'mask',
  options: elementOptions,
  gives: SAME,
  node: (mask, element) => erodeNode(dilateNode(mask, element), { ...element, border: 'open' }),
});

/**
 * Drops components that are too small: fewer than `minVoxels` voxels, or less than `minVolume`
 * (unit³).
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` unless one of the two limits is given.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([1, 0, 1, 1]);
 * const scan = await lab.open({ data, size: [4, 1, 1] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const { data: large } = await scan.threshold({ lo: 1 }).removeSmall({ minVolume: 16 }).read();
 * console.assert(large.join() === '0,0,1,1'); // 16 µm³ are two voxels
 * await lab.dispose();
 * ```
 */
export const removeSmall = operation({
  name: 'removeSmall',
  of: 'mask',
  options: { ...smallOptions, ...objectsOption },
  gives: SAME,
  node: (mask, options) => removeSmallNode(mask, options),
});

/**
 * Drops the components that touch the border of the volume.
 * Of an image (z = 1), its four edges.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
 * const mask = (await lab.open({ data, size: [4, 3, 1] })).threshold({ lo: 1 });
 * const { data: inner } = await mask.clearBorder().read();
 * console.assert(inner.join() === '0,0,0,0,0,0,1,0,0,0,0,0');
 * await lab.dispose();
 * ```
 */
export const clearBorder = operation({
  name: 'clearBorder',
  of: 'mask',
  options: objectsOption,
  gives: SAME,
  node: (mask, objects) => clearBorderNode(mask, objects),
});

/**
 * Keeps the `count` largest components (default 1); of equal ones, the first in raster order.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 1, 1, 0, 1]), size: [6, 1, 1] });
 * const { data } = await scan.threshold({ lo: 1 }).keepLargest().read();
 * console.assert(data.join() === '0,0,1,1,0,0');
 * await lab.dispose();
 * ```
 */
export const keepLargest = operation({
  name: 'keepLargest',
  of: 'mask',
  options: { ...countOption, ...objectsOption },
  gives: SAME,
  node: (mask, options) => keepLargestNode(mask, options),
});

/**
 * Keeps the components that reach from one end of an axis to the other.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([1, 1, 1, 0, 0, 0, 1, 1, 0]);
 * const mask = (await lab.open({ data, size: [3, 3, 1] })).threshold({ lo: 1 });
 * console.assert(
 *   (await mask.percolating({ axis: 'x' }).read()).data.join() === '1,1,1,0,0,0,0,0,0',
 * );
 * await lab.dispose();
 * ```
 */
export const percolating = operation({
  name: 'percolating',
  of: 'mask',
  options: { axis: requiredAxis('The axis whose two ends are touched.'), ...objectsOption },
  gives: SAME,
  node: (mask, options) => percolatingNode(mask, options),
});

/**
 * Keeps the components that touch at least one of some faces: 'x0' is the lower end of x, 'x1' the
 * upper.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 0, 1]), size: [6, 1, 1] });
 * const { data } = await scan.threshold({ lo: 1 }).reaching({ faces: ['x1'] }).read();
 * console.assert(data.join() === '0,0,0,0,0,1');
 * await lab.dispose();
 * ```
 */
export const reaching = operation({
  name: 'reaching',
  of: 'mask',
  options: {
    faces: facesOption('Faces of the volume, of which one must be touched.'),
    ...objectsOption,
  },
  gives: SAME,
  node: (mask, options) => reachingNode(mask, options),
});

/**
 * Keeps the components that have a voxel in another mask: its reconstruction from that.
 *
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 1, 9, 1]), size: [6, 1, 1] });
 * const { data } = await scan.threshold({ lo: 1 }).touching(scan.equals(9)).read();
 * console.assert(data.join() === '0,0,0,1,1,1');
 * await lab.dispose();
 * ```
 */
export const touching = operation({
  name: 'touching',
  of: 'mask',
  options: {
    other: handle('Objects that have a voxel in this mask stay.', 'mask'),
    ...objectsOption,
  },
  takes: ['other'],
  gives: SAME,
  node: (mask, { other, ...objects }) => touchingNode(mask, other, objects),
});

/**
 * Fills holes: background that does not reach the border of the volume; as SciPy's
 * `binary_fill_holes`. An axis of one voxel has no border: holes of an image (z = 1) are filled.
 *
 * @param options - `connectivity` of the background (default 6); `axis`: slice by slice across it.
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0]); // a ring
 * const mask = (await lab.open({ data, size: [4, 3, 1] })).threshold({ lo: 1 });
 * console.assert((await mask.fillHoles().count()) - (await mask.count()) === 1);
 * await lab.dispose();
 * ```
 */
export const fillHoles = operation({
  name: 'fillHoles',
  of: 'mask',
  options: {
    axis: optionalAxis('Holes of each slice across this axis; those of the volume if left out.'),
    ...objectsOption,
  },
  gives: SAME,
  node: (mask, options) => fillHolesNode(mask, options),
});
