// Connected-component labelling of masks on the GPU: bundles of rows and lock-free union-find.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  layoutOf,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { scanCounts } from '../kernels/counts/index.js';
import {
  bundleFlatten,
  bundleLabel,
  bundleLabelQuads,
  bundleLink,
  bundleUnite,
  LINK_MARCH,
  rootCounts,
  rootLabels,
} from '../kernels/segmentation/index.js';
import { TILE_WORDS } from '../kernels/shared/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Connectivity } from './components.js';

/** Where in `state` the number of nodes and that of components are. */
const NODES_AT = 0;
const COMPONENTS_AT = 1;

/** Numbers of nodes for a word of 32 voxels: one for every two voxels of a row. */
const slotsOf = (region: Region): number => Math.ceil(Math.min(32, region.size[0]) / 2);

/** What {@link labelMask} takes beside the mask and its labels. */
export function bundleForestBytes(region: Region): BufferBytes {
  const bits = bytesOf('bit', region);
  return bufferBytes([bits * slotsOf(region), bits, Math.ceil(bits / TILE_WORDS)]);
}

/**
 * Labels the connected components of a box of a mask, regardless of its surroundings. Voxels that
 * are connected within a bundle of rows are one node, numbered by its first voxel, so that the root
 * of a component is its first voxel in raster order.
 */
export async function labelMask(
  run: Run,
  grid: GpuGrid,
  connectivity: Connectivity,
  meta: GridMeta,
): Promise<GpuGrid> {
  const { region } = grid;
  const bits = layoutOf('bit', region, grid.meta.size);
  const bitBytes = bytesOf('bit', region);
  const words = wordsOf(bits);
  const slots = slotsOf(region);
  const tiles = Math.ceil(words / TILE_WORDS);
  const depth = connectivity === 6 ? 1 : 2;
  const layers = Math.ceil(region.size[2] / depth);
  const columns = bits.rowWords * Math.ceil(region.size[1] / 2);

  const parents = run.alloc(4 * slots * words, 'parents of nodes');
  const roots = run.alloc(bitBytes, 'first voxels of roots');
  const tileRoots = run.alloc(4 * tiles, 'roots per tile');
  const state = run.alloc(16, 'counts', { zero: true });
  const buffers = { foreground: grid.buffer, parents };
  const params = { bits, slots };
  const constants = { CONNECTIVITY: connectivity };
  const size = { invocations: columns * layers };

  run.dispatch(bundleLink, {
    buffers: { ...buffers, state },
    params,
    constants,
    size: { invocations: columns * Math.ceil(layers / LINK_MARCH) },
    traffic: { read: bitBytes, write: 0 },
  });
  run.dispatch(bundleUnite, {
    buffers,
    params,
    constants,
    size,
    traffic: { read: bitBytes, write: 0 },
  });
  run.dispatch(bundleFlatten, {
    buffers: { ...buffers, roots },
    params,
    constants,
    size,
    traffic: { read: bitBytes, write: bitBytes },
  });
  run.dispatch(rootCounts, {
    buffers: { roots, tile_roots: tileRoots },
    params: { words },
    size: { invocations: tiles },
  });
  run.dispatch(scanCounts, {
    buffers: { counts: tileRoots, state },
    params: { length: tiles, per_group: 1, total_at: COMPONENTS_AT, with_dispatch: 0 },
    size: { invocations: 256 },
    traffic: { read: 8 * tiles, write: 4 * tiles },
  });
  run.dispatch(rootLabels, {
    buffers: { roots, tile_roots: tileRoots, parents },
    params: { words, slots },
    size: { invocations: tiles },
    traffic: { read: bitBytes + 4 * tiles, write: 0 },
  });
  const out = allocGrid(run, meta, region);
  run.dispatch(region.size[0] % 4 === 0 ? bundleLabelQuads : bundleLabel, {
    grids: { dst: out },
    buffers,
    params: { bits, slots },
    constants,
    size,
    traffic: { read: bitBytes },
  });
  const found = new Uint32Array(await run.read(state, 0, 8));
  const nodeBytes = 4 * found[NODES_AT]!;
  // Parents are written when linked, read and written when united and flattened, and read last.
  run.declareTraffic({ read: 3 * nodeBytes, write: 3 * nodeBytes });
  run.free(parents, roots, tileRoots, state);
  return { ...out, labelBound: found[COMPONENTS_AT]! };
}
