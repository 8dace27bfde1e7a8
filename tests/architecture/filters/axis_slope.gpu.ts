import { allocGrid, implement, wordsOf } from '../../../src/implement/index.js';
import { slope } from '../kernels/filters/index.js';
import { codeOf } from '../../../src/recipe/dtype.js';
import { AXIS_INDEX } from '../../../src/recipe/geometry.js';
import { axisSlope } from './axis_slope.js';

/** {@link axisSlope} on the GPU. */
export const axisSlopeOnGpu = implement(
  axisSlope,
  ({ run, inputs: { volume }, params, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const axis = AXIS_INDEX[params.axis];
    run.dispatch(slope, {
      grids: { src: volume, dst: out },
      params: { spacing: meta.spacing[axis] },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), AXIS: axis },
      size: { invocations: wordsOf(out.layout) },
    });
    return out;
  },
);
