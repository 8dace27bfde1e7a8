import { crop as cropOp } from '../filters/crop.js';
import { flip as flipOp } from '../filters/flip.js';
import { pad as padOp } from '../filters/pad.js';
import { makeNode } from '../recipe/op.js';
import { operation } from '../recipe/operation.js';
import { SAME } from './gives.js';
import { voxelTriple } from './options.js';

/**
 * A box of the grid as a grid of its own; positions stay where they were in space.
 * One pass over the box.
 *
 * @param region - First voxel and size, inside the grid.
 * @throws VoxmetryError `invalid-argument` where the box is not inside the grid.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5]), size: [5, 1, 1] });
 * const part = scan.crop({ origin: [1, 0, 0], size: [3, 1, 1] });
 * const { data, origin } = await part.read();
 * console.assert(data.join() === '2,3,4' && origin[0] - scan.meta.origin[0] === 1);
 * await lab.dispose();
 * ```
 */
export const crop = operation({
  name: 'crop',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: {
    origin: voxelTriple(0, 'Index of the first voxel, x, y, z.'),
    size: voxelTriple(1, 'Voxels along x, y, z.'),
  },
  gives: SAME,
  node: (grid, region) => makeNode(cropOp, { grid }, { region }),
});

/**
 * With more voxels at its ends; the old ones stay where they were in space.
 * As NumPy's `pad`. One pass.
 *
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
 * console.assert((await scan.pad({ after: [2, 0, 0] }).read()).data.join() === '1,2,3,0,0');
 * const { data } = await scan.pad({ before: [2, 0, 0], border: 'reflect' }).read();
 * console.assert(data.join() === '2,1,1,2,3');
 * await lab.dispose();
 * ```
 */
export const pad = operation({
  name: 'pad',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: padOp.params,
  gives: SAME,
  node: (grid, options) => makeNode(padOp, { grid }, options),
});

/**
 * Mirrored along axes; the grid's place in space stays.
 * As NumPy's `flip`. One pass.
 *
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5, 6]), size: [3, 2, 1] });
 * const { data } = await scan.flip({ axes: 'x' }).read();
 * console.assert(data.join() === '3,2,1,6,5,4');
 * await lab.dispose();
 * ```
 */
export const flip = operation({
  name: 'flip',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: flipOp.params,
  gives: SAME,
  node: (grid, options) => makeNode(flipOp, { grid }, options),
});
