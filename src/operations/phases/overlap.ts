import { makeNode } from '../../recipe/op.js';
import { handle, operation } from '../../recipe/operation.js';
import { overlap as overlapOp } from '../../stats/joint/overlap.js';
import { RESULT } from '../gives.js';
import { withinOption } from '../options.js';

/**
 * How far two segmentations of one volume agree: how many voxels are of which phase in one and in
 * the other, and of phases of the same name Dice's coefficient and the intersection over the union,
 * with 95 % intervals by drawing blocks anew, since neighbouring voxels are alike. Exact counts;
 * one pass over 2 B/voxel.
 *
 * @returns A query of `counts`, `overlaps` and `agreement`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 1, 2, 2]), size: [4, 1, 1] });
 * const other = await lab.open({ data: new Uint8Array([7, 5, 5, 5]), size: [4, 1, 1] });
 * const phases = scan.toPhases({ pore: 1, solid: 2 });
 * const { counts, agreement } = await phases.overlap(other.toPhases({ solid: 5, pore: 7 }));
 * console.assert(counts.join() === '1,1,2,0' && agreement === 0.75); // other: solid, pore
 * await lab.dispose();
 * ```
 */
export const overlap = operation({
  name: 'overlap',
  of: 'phases',
  options: {
    other: handle('The other segmentation.', 'phases'),
    ...overlapOp.params,
    ...withinOption,
  },
  takes: ['other'],
  gives: RESULT,
  node: (a, { other, within, block }) =>
    makeNode(overlapOp, { a, b: other, within }, { block: block ?? null }),
});
