import { makeNode } from '../../recipe/op.js';
import { handle, operation } from '../../recipe/operation.js';
import { length } from '../../recipe/params.js';
import {
  keepLargestNode,
  percolatingNode,
  reachingNode,
  touchingNode,
} from '../../segmentation/chosen_objects.js';
import { clearBorderNode } from '../../segmentation/clear_border.js';
import { expandLabels } from '../../segmentation/expand_labels.js';
import { labelEdges } from '../../segmentation/label_edges.js';
import { labelsWithin, shrinkNode } from '../../segmentation/labels_within.js';
import { removeSmallNode } from '../../segmentation/remove_small.js';
import { renumberNode } from '../../segmentation/renumber.js';
import { MASK, SAME } from '../gives.js';
import { countOption, facesOption, requiredAxis, smallOptions } from '../options.js';

/**
 * Drops the objects that touch the volume's border; ids are kept.
 * Of an image (z = 1), its four edges.
 * The faces are read, then 8 B/voxel in one pass.
 *
 * @returns Labels of the same size; dropped objects become 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]);
 * const labels = (await lab.open({ data, size: [4, 3, 1] })).toLabels();
 * console.assert((await labels.clearBorder().read()).data.join() === '0,0,0,0,0,0,2,0,0,0,0,0');
 * await lab.dispose();
 * ```
 */
export const clearBorder = operation({
  name: 'clearBorder',
  of: 'labels',
  options: {},
  gives: SAME,
  node: (labels) => clearBorderNode(labels),
});

/**
 * Drops the objects that are too small; ids are kept.
 * Two passes: 12 B/voxel.
 *
 * @returns Labels of the same size; dropped objects become 0.
 * @throws VoxmetryError `invalid-argument` unless one of the two limits is given.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
 * const { data } = await scan.toLabels().removeSmall({ minVoxels: 2 }).read();
 * console.assert(data.join() === '0,0,2,2');
 * await lab.dispose();
 * ```
 */
export const removeSmall = operation({
  name: 'removeSmall',
  of: 'labels',
  options: smallOptions,
  gives: SAME,
  node: (labels, options) => removeSmallNode(labels, options),
});

/**
 * Keeps the `count` largest objects (default 1); of equal ones, the lower ids.
 * Two passes: 12 B/voxel.
 *
 * @returns Labels of the same size; dropped objects become 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2, 0, 3, 3, 3]), size: [8, 1, 1] });
 * const { data } = await scan.toLabels().keepLargest({ count: 2 }).read();
 * console.assert(data.join() === '0,0,2,2,0,3,3,3');
 * await lab.dispose();
 * ```
 */
export const keepLargest = operation({
  name: 'keepLargest',
  of: 'labels',
  options: countOption,
  gives: SAME,
  node: (labels, options) => keepLargestNode(labels, options),
});

/**
 * Keeps the objects that reach from one end of an axis to the other.
 *
 * @returns Labels of the same size; dropped objects become 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 1, 2, 2, 0]), size: [3, 2, 1] });
 * const { data } = await scan.toLabels().percolating({ axis: 'x' }).read();
 * console.assert(data.join() === '1,1,1,0,0,0');
 * await lab.dispose();
 * ```
 */
export const percolating = operation({
  name: 'percolating',
  of: 'labels',
  options: { axis: requiredAxis('The axis whose two ends are touched.') },
  gives: SAME,
  node: (labels, options) => percolatingNode(labels, options),
});

/**
 * Keeps the objects that touch at least one of some faces: 'x0' is the lower end of x, 'x1' the
 * upper.
 *
 * @returns Labels of the same size; dropped objects become 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 0, 3]), size: [5, 1, 1] });
 * const { data } = await scan.toLabels().reaching({ faces: ['x0', 'x1'] }).read();
 * console.assert(data.join() === '1,0,0,0,3');
 * await lab.dispose();
 * ```
 */
export const reaching = operation({
  name: 'reaching',
  of: 'labels',
  options: { faces: facesOption('Faces of the volume, of which one must be touched.') },
  gives: SAME,
  node: (labels, options) => reachingNode(labels, options),
});

/**
 * Keeps the objects that have a voxel in a mask.
 * Two passes: 12 B/voxel.
 *
 * @returns Labels of the same size; dropped objects become 0.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 0, 2, 2]), size: [5, 1, 1] });
 * const seeds = await lab.open({ data: new Uint8Array([0, 9, 9, 0, 0]), size: [5, 1, 1] });
 * const { data } = await scan.toLabels().touching(seeds.threshold({ lo: 9 })).read();
 * console.assert(data.join() === '1,1,0,0,0');
 * await lab.dispose();
 * ```
 */
export const touching = operation({
  name: 'touching',
  of: 'labels',
  options: { mask: handle('Objects that have a voxel in this mask stay.', 'mask') },
  takes: ['mask'],
  gives: SAME,
  node: (labels, { mask }) => touchingNode(labels, mask),
});

/**
 * Ids 1 … N without gaps, in the order of the old ones, however far apart those are. Nothing else
 * renumbers objects. As scikit-image's `relabel_sequential`.
 * Two passes: 12 B/voxel; with ids from 2²⁵ on a third that looks for the greatest, and log₂ N
 * reads of a table per voxel.
 *
 * @returns Labels of the same size, with ids 1 … N (u32).
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([7, 0, 3, 3]), size: [4, 1, 1] });
 * const { data } = await scan.toLabels().relabel().read();
 * console.assert(data.join() === '2,0,1,1');
 * await lab.dispose();
 * ```
 */
export const relabel = operation({
  name: 'relabel',
  of: 'labels',
  options: {},
  gives: SAME,
  node: (labels) => renumberNode(labels),
});

/**
 * Grows the objects by `distance` into the background, each voxel going to the nearest object (of
 * equally near ones the lowest id); they do not grow into each other. At most 256 voxels. Three
 * passes: 40 B/voxel. As scikit-image's `expand_labels`.
 *
 * @returns Labels of the same size, with the same ids.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open(
 *   { data: new Uint8Array([1, 0, 0, 0, 0, 2]), size: [6, 1, 1] },
 *   { spacing: [2, 2, 2], unit: 'µm' },
 * );
 * const { data } = await scan.toLabels().expand({ distance: 2 }).read(); // µm: one voxel
 * console.assert(data.join() === '1,1,0,0,2,2');
 * await lab.dispose();
 * ```
 */
export const expand = operation({
  name: 'expand',
  of: 'labels',
  options: expandLabels.params,
  gives: SAME,
  node: (labels, options) => makeNode(expandLabels, { labels }, options),
});

/**
 * Shrinks the objects: what is at most `distance` from another object or the background goes; the
 * volume's border takes nothing away. Objects may vanish or fall into parts of one id. Costs a
 * distance transform of labels: some 40 B/voxel.
 *
 * @returns Labels of the same size, with the same ids.
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 1, 2, 2, 2, 0]), size: [7, 1, 1] });
 * const { data } = await scan.toLabels().shrink({ distance: voxels(1) }).read();
 * console.assert(data.join() === '1,1,0,0,2,0,0');
 * await lab.dispose();
 * ```
 */
export const shrink = operation({
  name: 'shrink',
  of: 'labels',
  options: { distance: length({}, 'How far objects shrink.') },
  gives: SAME,
  node: (labels, { distance }) => shrinkNode(labels, distance),
});

/**
 * The objects inside a mask: labels where it is set, 0 elsewhere.
 * One pass: 8 B/voxel.
 *
 * @returns Labels of the same size, with the same ids.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2]), size: [4, 1, 1] });
 * const other = await lab.open({ data: new Uint8Array([0, 9, 9, 0]), size: [4, 1, 1] });
 * const { data } = await scan.toLabels().inside(other.threshold({ lo: 9 })).read();
 * console.assert(data.join() === '0,1,2,0');
 * await lab.dispose();
 * ```
 */
export const inside = operation({
  name: 'inside',
  of: 'labels',
  options: { mask: handle('Voxels outside of this mask become background.', 'mask') },
  takes: ['mask'],
  gives: SAME,
  node: (labels, { mask }) => makeNode(labelsWithin, { labels, mask }),
});

/**
 * Mask of the boundaries: voxels with a neighbour of another id.
 * As scikit-image's `find_boundaries`.
 * One pass: 4.1 B/voxel.
 *
 * @param options - `which`: 'objects' (default), the outermost voxels of objects; 'all', the
 * background beside them as well; 'contacts', where an object touches another one. `connectivity`
 * of the neighbours: 6 (default), 18 or 26.
 * @returns A mask of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2, 2, 0]), size: [6, 1, 1] });
 * console.assert((await scan.toLabels().boundaries().read()).data.join() === '0,1,1,0,1,0');
 * console.assert(
 *   (await scan.toLabels().boundaries({ which: 'contacts' }).read()).data.join() === '0,1,1,0,0,0',
 * );
 * await lab.dispose();
 * ```
 */
export const boundaries = operation({
  name: 'boundaries',
  of: 'labels',
  options: labelEdges.params,
  gives: MASK,
  node: (labels, options) => makeNode(labelEdges, { labels }, options),
});
