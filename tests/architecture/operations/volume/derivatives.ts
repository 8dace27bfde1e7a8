import { axisSlope as axisSlopeOp } from '../../filters/axis_slope.js';
import { makeNode } from '../../../../src/recipe/op.js';
import { operation } from '../../../../src/recipe/operation.js';
import { F32 } from '../../../../src/operations/gives.js';

/**
 * The slope along an axis, f32, in intensity per length; as NumPy's `gradient`. 5 B/voxel for u8.
 *
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 4]), size: [3, 1, 1] });
 * console.assert((await scan.axisSlope({ axis: 'x' }).read()).data.join() === '1,1.5,2');
 * await lab.dispose();
 * ```
 */
export const axisSlope = operation({
  name: 'axisSlope',
  of: 'volume',
  options: axisSlopeOp.params,
  gives: F32,
  node: (volume, options) => makeNode(axisSlopeOp, { volume }, options),
});
