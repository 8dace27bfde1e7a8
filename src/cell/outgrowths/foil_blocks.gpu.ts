import { allocGrid, bytesOf, implement } from '../../implement/index.js';
import { foilBlocks as kernel } from '../../kernels/cell/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { AXIS_INDEX, map3, volumeOf } from '../../recipe/geometry.js';
import { BLOCK, foilBlocks, wholeColumns } from './foil_blocks.js';

/** {@link foilBlocks} on the GPU: one invocation per block. */
export const foilBlocksOnGpu = implement(
  foilBlocks,
  ({ run, inputs: { volume }, params: { normal, reach }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const axis = AXIS_INDEX[normal];
    const columns = wholeColumns(
      volume.meta.size,
      normal,
      map3((i) => BLOCK * region.origin[i]),
      map3((i) => BLOCK * region.size[i]),
    );
    run.dispatch(kernel, {
      grids: { src: volume, dst: out },
      params: { reach },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), AXIS: axis },
      size: { invocations: volumeOf(region.size) / region.size[axis] },
      traffic: { read: bytesOf(volume.meta.storage, columns) },
    });
    return out;
  },
);
