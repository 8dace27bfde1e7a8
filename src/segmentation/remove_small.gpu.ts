import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import { componentsKeep } from '../kernels/components_keep.js';
import { componentsSizes } from '../kernels/components_sizes.js';
import { countLabels } from '../kernels/count_labels.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Connectivity } from './components.js';
import { leastVoxels, removeSmall } from './remove_small.js';
import { findRunForest } from './run_forest.gpu.js';
import { idTable, selectLabels } from './select_labels.gpu.js';

/** Chunks of 32 labels that one invocation counts. */
const CHUNKS = 8;
/** No object is larger: a grid has fewer than 2^31 voxels. */
const MAX_WORD = 0xffffffff;

/** Removal of small objects on the GPU: sizes by aggregated atomics, then one pass that keeps the large. */
export const removeSmallOnGpu = implement(removeSmall, ({ run, inputs, params, region, meta }) => {
  const least = Math.min(leastVoxels(params, meta), MAX_WORD);
  return inputs.grid.meta.kind === 'mask'
    ? ofMask(run, inputs.grid, params.connectivity ?? 6, least, meta)
    : ofLabels(run, inputs.grid, least, meta, region);
});

async function ofLabels(
  run: Run,
  labels: GpuGrid,
  least: number,
  meta: GridMeta,
  region: Region,
): Promise<GpuGrid> {
  const sizes = await idTable(run, 'removeSmall', labels, region);
  const chunks = layoutOf('bit', region, meta.size);
  run.dispatch(countLabels, {
    buffers: { src: labels.buffer, sizes },
    params: { src: labels.layout, chunks },
    constants: {},
    size: { invocations: Math.ceil(wordsOf(chunks) / CHUNKS) },
    traffic: { read: bytesOf('u32', region), write: sizes.bytes },
  });
  const out = selectLabels(run, labels, sizes, { least, most: MAX_WORD }, meta, region);
  run.free(sizes);
  return out;
}

async function ofMask(
  run: Run,
  mask: GpuGrid,
  connectivity: Connectivity,
  least: number,
  meta: GridMeta,
): Promise<GpuGrid> {
  const forest = findRunForest(run, mask, connectivity);
  const { components } = await forest.counts(2);
  const { bits, bitBytes, foreground, runs, tileRuns, parents, blockRoots } = forest;
  const buffers = { foreground, runs, tile_runs: tileRuns, parents, block_roots: blockRoots };
  const sizes = run.alloc(4 * components, 'voxels per component', { zero: true });
  run.dispatch(componentsSizes, {
    buffers: { ...buffers, sizes },
    params: { bits },
    constants: {},
    size: { invocations: forest.tiles },
    traffic: { read: 3 * bitBytes, write: 4 * components },
  });
  const out = allocGrid(run, meta, mask.region);
  run.dispatch(componentsKeep, {
    buffers: { ...buffers, sizes, dst: out.buffer },
    params: { bits, dst: out.layout, least },
    constants: {},
    size: { invocations: wordsOf(bits) },
    traffic: { read: 3 * bitBytes + 4 * components, write: bitBytes },
  });
  run.free(sizes);
  forest.free();
  return out;
}
