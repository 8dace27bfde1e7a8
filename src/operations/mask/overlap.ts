import { makeNode } from '../../recipe/op.js';
import { handle, operation } from '../../recipe/operation.js';
import { overlap as overlapOp } from '../../stats/joint/overlap.js';
import { RESULT } from '../gives.js';
import { withinOption } from '../options.js';

/**
 * How far two masks of one volume agree: how many voxels are in both, in one and in neither, Dice's
 * coefficient and the intersection over the union, with 95 % intervals by drawing blocks anew,
 * since neighbouring voxels are alike. Exact counts; one pass over 1/4 B/voxel.
 *
 * @returns A query of `counts`, `overlaps` and `agreement`; names are 'outside' and 'inside'.
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
  of: 'mask',
  options: {
    other: handle('The other mask.', 'mask'),
    ...overlapOp.params,
    ...withinOption,
  },
  takes: ['other'],
  gives: RESULT,
  node: (a, { other, within, block }) =>
    makeNode(overlapOp, { a, b: other, within }, { block: block ?? null }),
});
