import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  allocGrid,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import { FLOOD_BLOCK } from '../kernels/shared/flood_blocks.js';
import { watershedHeights } from '../kernels/watershed_heights.js';
import { watershedLabels } from '../kernels/watershed_labels.js';
import { watershedLevels } from '../kernels/watershed_levels.js';
import { watershedRidges } from '../kernels/watershed_ridges.js';
import { watershedSources } from '../kernels/watershed_sources.js';
import { watershedSteps } from '../kernels/watershed_steps.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { tiles } from './distance_passes.gpu.js';
import { watershed } from './watershed.js';

/** Bytes that one submission should move at most: a GPU's watchdog counts per submission. */
const SUBMISSION = 5e9;
/** Turns between two looks whether the water rests: first and at most. */
const FIRST_BATCH = 4;
const LARGEST_BATCH = 64;

/** {@link watershed} on the GPU: levels, then steps, then where each voxel's water comes from. */
export const watershedOnGpu = implement(
  watershed,
  async ({ run, inputs, params, region, meta }) => {
    const { volume, markers, mask } = inputs;
    const reach = { 6: 1, 18: 2, 26: 3 }[params.connectivity];
    const layout = layoutOf('u32', region, meta.size);
    const words = bytesOf('u32', region);
    const [heights, levels, steps] = (['heights', 'levels', 'steps'] as const).map((name) =>
      run.alloc(words, name),
    ) as [PooledBuffer, PooledBuffer, PooledBuffer];
    run.dispatch(watershedHeights, {
      buffers: {
        src: volume.buffer,
        mask: (mask ?? markers).buffer,
        markers: markers.buffer,
        heights,
        levels,
        steps,
      },
      params: {
        src: volume.layout,
        mask: (mask ?? markers).layout,
        markers: markers.layout,
        dst: layout,
      },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), MASKED: mask === undefined ? 0 : 1 },
      size: { workgroups: tiles(layout, 1, 1, 1) },
      traffic: {
        read:
          bytesOf(volume.meta.storage, region) +
          (mask === undefined ? 0 : bytesOf('bit', region)) +
          words,
        write: 3 * words,
      },
    });
    await flood(run, region, 1, (turn) => {
      run.dispatch(watershedLevels, {
        buffers: { heights, levels, stamps: turn.stamps, progress: turn.progress },
        params: { grid: layout, blocks: turn.blocks, turn: turn.number },
        ...turn.common(reach),
      });
    });
    run.free(heights);
    await flood(run, region, 2, (turn) => {
      run.dispatch(watershedSteps, {
        buffers: { levels, steps, stamps: turn.stamps, progress: turn.progress },
        params: { grid: layout, blocks: turn.blocks, turn: turn.number },
        ...turn.common(reach),
      });
    });
    const labels = labelled(run, levels, steps, markers, reach, meta, region);
    if (!params.ridges) {
      run.free(levels, steps);
      return labels;
    }
    const out = allocGrid(run, meta, region, { labelBound: markers.labelBound });
    run.dispatch(watershedRidges, {
      buffers: {
        levels,
        steps,
        labels: labels.buffer,
        dst: out.buffer,
      },
      params: { src: layout },
      constants: { REACH: reach },
      size: { workgroups: tiles(layout, 1, 1, 1) },
      traffic: { read: 3 * words, write: words },
    });
    run.free(levels, steps, labels.buffer);
    return out;
  },
);

/** What the dispatch of one turn needs. */
interface Turn {
  readonly number: number;
  readonly blocks: Vec3;
  readonly stamps: PooledBuffer;
  readonly progress: PooledBuffer;
  readonly common: (reach: number) => {
    readonly constants: { readonly REACH: number };
    readonly size: { readonly workgroups: Vec3 };
    readonly traffic: { readonly read: number; readonly write: number };
  };
}

/**
 * Takes turns until one changes nothing. What the turns move depends on how many blocks are awake, and is declared
 * at the end from their number: `grids` grids in with a shell, one out.
 */
async function flood(
  run: Run,
  region: Region,
  grids: 1 | 2,
  take: (turn: Turn) => void,
): Promise<void> {
  const blocks = region.size.map((n) => Math.ceil(n / FLOOD_BLOCK.edge)) as unknown as Vec3;
  const stamps = run.alloc(4 * blocks[0] * blocks[1] * blocks[2], 'turns of blocks', {
    zero: true,
  });
  const progress = run.alloc(8, 'last turn that changed anything, visits', { zero: true });
  const common: Turn['common'] = (reach) => ({
    constants: { REACH: reach },
    size: { workgroups: blocks },
    // Known at the end.
    traffic: { read: 0, write: 0 },
  });
  const own = 4 * FLOOD_BLOCK.voxels;
  const shell = 4 * FLOOD_BLOCK.shellVoxels;
  const visit = { read: grids === 1 ? own + shell : 2 * shell, write: own };
  const most = (visit.read + visit.write) * blocks[0] * blocks[1] * blocks[2];
  const perSubmission = Math.max(1, Math.floor(SUBMISSION / most));
  let number = 0;
  for (let batch = FIRST_BATCH; ; batch = Math.min(2 * batch, LARGEST_BATCH)) {
    for (let i = 0; i < batch; i++) {
      number += 1;
      take({ number, blocks, stamps, progress, common });
      if (number % perSubmission === 0) await run.flush();
    }
    const [last] = new Uint32Array(await run.read(progress, 0, 4));
    if (last! < number) break;
  }
  const [visits] = new Uint32Array(await run.read(progress, 4, 4));
  run.declareTraffic({ read: visits! * visit.read, write: visits! * visit.write });
  run.free(stamps, progress);
}

/** Sources of all voxels, and the labels they lead to. */
function labelled(
  run: Run,
  levels: PooledBuffer,
  steps: PooledBuffer,
  markers: GpuGrid,
  reach: number,
  meta: GridMeta,
  region: Region,
): GpuGrid {
  const layout = layoutOf('u32', region, meta.size);
  const words = bytesOf('u32', region);
  const sourcesLayout = layoutOf('u8', region, meta.size);
  const sources = run.alloc(4 * wordsOf(sourcesLayout), 'sources');
  run.dispatch(watershedSources, {
    buffers: { levels, steps, dst: sources },
    params: { src: layout, dst: sourcesLayout },
    constants: { REACH: reach },
    size: { workgroups: tiles(sourcesLayout, 4, 1, 1) },
    traffic: { read: 2 * words, write: bytesOf('u8', region) },
  });
  const out = allocGrid(run, meta, region, { labelBound: markers.labelBound });
  run.dispatch(watershedLabels, {
    buffers: { sources, markers: markers.buffer, dst: out.buffer },
    params: { sources: sourcesLayout, markers: markers.layout, dst: out.layout },
    constants: {},
    size: { workgroups: tiles(layout, 1, 1, 1) },
    traffic: { read: bytesOf('u8', region) + words, write: words },
  });
  run.free(sources);
  return out;
}
