// Sobel gradient magnitude on the GPU.
import { allocGrid, implement } from '../implement/index.js';
import { sobel, SOBEL_SLICES } from '../kernels/filters/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { map3 } from '../recipe/geometry.js';
import { sobelMagnitude } from './sobel_magnitude.js';

/** {@link sobelMagnitude} on the GPU: one pass. */
export const sobelMagnitudeOnGpu = implement(
  sobelMagnitude,
  ({ run, inputs: { volume }, params: { border, value }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const [nx, ny, nz] = region.size;
    run.dispatch(sobel, {
      grids: { src: volume, dst: out },
      params: {
        // The kernel takes 64ths of voxels.
        scale: map3((axis) => 2 / meta.spacing[axis]),
        border_value: value / 64,
      },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), BORDER: BORDER_CODE[border] },
      size: { invocations: nx * ny * Math.ceil(nz / SOBEL_SLICES) },
    });
    return out;
  },
);
