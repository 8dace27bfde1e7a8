import type { Run } from '../gpu/index.js';
import { wordsOf, type GpuGrid } from '../implement/index.js';
import { threshold as kernel, thresholdFlat } from '../kernels/segmentation/index.js';
import { codeOf, lanesOf } from '../recipe/dtype.js';
import { equalRegion } from '../recipe/geometry.js';

/**
 * Writes the mask of voxels whose keys are from `lo` to `hi`, without NaN: one pass, one invocation
 * per mask word.
 */
export function recordBand(run: Run, grid: GpuGrid, out: GpuGrid, lo: number, hi: number): void {
  const { region } = out;
  const { storage } = grid.meta;
  const words = wordsOf(out.layout);
  const shared = {
    grids: { src: grid, dst: out },
    constants: { SRC_DTYPE: codeOf(storage) },
  };
  if (region.size[0] % 32 === 0 && equalRegion(region, grid.region))
    run.dispatch(thresholdFlat, {
      ...shared,
      params: { words, lo, hi },
      size: { invocations: lanesOf(storage) === 4 ? Math.ceil(words / 2) : words },
    });
  else
    run.dispatch(kernel, {
      ...shared,
      params: { lo, hi },
      size: { invocations: words },
    });
}
