import { allocGrid, implement } from '../../implement/index.js';
import { foilBlocks as kernel } from '../../kernels/cell/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { AXIS_INDEX, volumeOf } from '../../recipe/geometry.js';
import { foilBlocks } from './foil_blocks.js';

/** {@link foilBlocks} on the GPU: one invocation per block. */
export const foilBlocksOnGpu = implement(
  foilBlocks,
  ({ run, inputs: { volume }, params: { normal, reach }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const axis = AXIS_INDEX[normal];
    run.dispatch(kernel, {
      grids: { src: volume, dst: out },
      params: { reach },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), AXIS: axis },
      size: { invocations: volumeOf(region.size) / region.size[axis] },
    });
    return out;
  },
);
