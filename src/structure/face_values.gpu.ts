import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { faceValues as kernel } from '../kernels/structure/index.js';
import { faceValues } from './face_values.js';

/** {@link faceValues} on the GPU: one invocation per voxel. */
export const faceValuesOnGpu = implement(
  faceValues,
  ({ run, inputs: { volume }, params: { faces }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    run.dispatch(kernel, {
      grids: { src: volume, dst: out },
      params: { faces },
      size: { invocations: wordsOf(out.layout) },
    });
    return out;
  },
);
