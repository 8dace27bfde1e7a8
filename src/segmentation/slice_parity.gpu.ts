import { allocGrid, implement } from '../implement/index.js';
import { sliceParity as kernel } from '../kernels/segmentation/index.js';
import { AXIS_INDEX } from '../recipe/geometry.js';
import { sliceParity } from './slice_parity.js';

/** {@link sliceParity} on the GPU. */
export const sliceParityOnGpu = implement(
  sliceParity,
  ({ run, inputs: { mask }, params: { axis }, region, meta }) => {
    const out = allocGrid(run, meta, region, { labelBound: 2 });
    const [nx, ny, nz] = region.size;
    run.dispatch(kernel, {
      grids: { src: mask, dst: out },
      params: { axis: AXIS_INDEX[axis] },
      size: { workgroups: [Math.ceil(nx / 128), Math.ceil(ny / 8), nz] },
    });
    return out;
  },
);
