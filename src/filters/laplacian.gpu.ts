import type { Run } from '../gpu/index.js';
import { allocGrid, bytesOf, type GpuGrid } from '../implement/index.js';
import {
  laplacianEights,
  laplacianQuads,
  LAPLACIAN_ROWS,
  LAPLACIAN_SLICES,
} from '../kernels/filters/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, map3, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Outside } from './float_margin.gpu.js';
import { isFlat } from './gaussian_passes.gpu.js';
import { inEights } from './quads.gpu.js';

/**
 * The discrete Laplacian of a region: second differences along each axis over spacing²; one pass.
 */
export function discreteLaplacian(
  run: Run,
  volume: GpuGrid,
  region: Region,
  meta: GridMeta,
  { border, value }: Outside,
): GpuGrid {
  const { storage, size, spacing } = volume.meta;
  const out = allocGrid(run, meta, region);
  const [nx, ny, nz] = region.size;
  const shared = {
    grids: { src: volume, dst: out },
    params: {
      weights: map3((axis) => (isFlat(size, axis, border) ? 0 : spacing[axis] ** -2)),
      border_value: value,
    },
    constants: { SRC_DTYPE: codeOf(storage), BORDER: BORDER_CODE[border] },
    traffic: { read: bytesOf(storage, growRegion(region, [1, 1, 1], size)) },
  };
  if (inEights(volume, out, region)) {
    const blocks = Math.ceil(ny / LAPLACIAN_ROWS) * Math.ceil(nz / LAPLACIAN_SLICES);
    run.dispatch(laplacianEights, { ...shared, size: { invocations: (nx / 8) * blocks } });
  } else
    run.dispatch(laplacianQuads, { ...shared, size: { invocations: Math.ceil(nx / 4) * ny * nz } });
  return out;
}
