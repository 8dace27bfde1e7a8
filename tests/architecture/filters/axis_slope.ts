import { AXIS_INDEX, growRegion, map3 } from '../../../src/recipe/geometry.js';
import type { GridMeta } from '../../../src/recipe/meta.js';
import { declareOp, input } from '../../../src/recipe/op.js';
import { oneOf } from '../../../src/recipe/params.js';

/**
 * The slope along an axis, f32, in intensity per length: the difference of the two neighbours over
 * their distance, as NumPy's `gradient`. At an end of the volume, the voxel itself stands for the
 * neighbour that is missing. NaN and infinities reach the neighbours. One pass: the volume's bytes
 * and 4 B/voxel.
 */
export const axisSlope = declareOp({
  name: 'axisSlope',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: { axis: oneOf(['x', 'y', 'z'], 'z', 'Axis along which the slope is taken.') },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
  needs: (region, { volume }, { axis }) => {
    const reach = map3((i) => (i === AXIS_INDEX[axis] ? 1 : 0));
    return { volume: growRegion(region, reach, volume.size) };
  },
});
