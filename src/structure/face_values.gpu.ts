import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { faceValues as kernel } from '../kernels/structure/index.js';
import { faceValues } from './face_values.js';

/** {@link faceValues} on the GPU: one invocation per voxel. */
export const faceValuesOnGpu = implement(
  faceValues,
  ({ run, inputs: { volume }, params: { faces }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const bytes = bytesOf('u32', region);
    run.dispatch(kernel, {
      buffers: { src: volume.buffer, dst: out.buffer },
      params: { src: volume.layout, dst: out.layout, faces },
      constants: {},
      size: { invocations: wordsOf(out.layout) },
      traffic: { read: bytes, write: bytes },
    });
    return out;
  },
);
