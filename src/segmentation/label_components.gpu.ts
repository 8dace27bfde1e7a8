import type { Run } from '../gpu/index.js';
import { allocGrid, wordsOf, type GpuGrid } from '../implement/index.js';
import { componentsLabel, componentsLabelQuads } from '../kernels/segmentation/index.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Connectivity } from './components.js';
import { labelMask } from './bundle_forest.gpu.js';
import { findRunForest, type RunForest } from './run_forest.gpu.js';

/** Writes the labels of a forest of runs. */
export function labelRuns(run: Run, forest: RunForest, meta: GridMeta): GpuGrid {
  const region = { origin: forest.bits.origin, size: forest.bits.size };
  const out = allocGrid(run, meta, region);
  const kernel = region.size[0] % 4 === 0 ? componentsLabelQuads : componentsLabel;
  run.dispatch(kernel, {
    grids: { dst: out },
    buffers: {
      foreground: forest.foreground,
      runs: forest.runs,
      tile_runs: forest.tileRuns,
      parents: forest.parents,
      block_roots: forest.blockRoots,
    },
    params: { bits: forest.bits },
    size: { invocations: wordsOf(forest.bits) },
    traffic: { read: 3 * forest.bitBytes },
  });
  return out;
}

/**
 * Components of a box of a grid, regardless of its surroundings: parts that touch only outside the
 * box have different labels.
 */
export async function labelSlab(
  run: Run,
  grid: GpuGrid,
  connectivity: Connectivity,
  meta: GridMeta,
): Promise<GpuGrid> {
  if (grid.meta.storage === 'bit') return labelMask(run, grid, connectivity, meta);
  const forest = findRunForest(run, grid, connectivity);
  const out = labelRuns(run, forest, meta);
  const { components: labelBound } = await forest.counts(1);
  forest.free();
  return { ...out, labelBound };
}
