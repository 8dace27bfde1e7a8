import { makeNode } from '../recipe/op.js';
import { handle, operation } from '../recipe/operation.js';
import { overlap as overlapOp } from '../stats/joint/overlap.js';
import { RESULT } from './gives.js';
import { withinOption } from './options.js';

/**
 * How far two segmentations of one volume agree: how many voxels are of which phase in one and in
 * the other, and of phases of the same name Dice's coefficient and the intersection over the union,
 * with 95 % intervals by drawing blocks anew, since neighbouring voxels are alike. Exact counts.
 *
 * @returns A query of `counts`, `overlaps` and `agreement`.
 * @throws VoxmetryError `invalid-argument` for a mask and phases.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * const { overlaps } = await scan.threshold({ lo: 2 }).overlap(scan.threshold({ lo: 3 }));
 * console.assert(overlaps[0]!.dice === 0.8); // 2 · 2 / (3 + 2)
 * await lab.dispose();
 * ```
 */
export const overlap = operation({
  name: 'overlap',
  of: ['mask', 'phases'],
  options: {
    other: handle('The other segmentation, of the same kind.', 'mask', 'phases'),
    ...overlapOp.params,
    ...withinOption,
  },
  takes: ['other'],
  gives: RESULT,
  node: (a, { other, within, block }) =>
    makeNode(overlapOp, { a, b: other, within }, { block: block ?? null }),
});
