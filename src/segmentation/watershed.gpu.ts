// Marker-controlled watershed by flooding on the GPU: minimax levels, geodesic steps on plateaus,
// label propagation.
import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import {
  watershedBegin,
  watershedHeights,
  watershedLabels,
  watershedRidges,
  watershedSources,
  watershedSpread,
  watershedSteps,
  watershedWake,
} from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import type { GridMeta } from '../recipe/meta.js';
import { everyBlock, FOLLOWS, groundLayout, raiseToPasses, type Ground } from './basins.gpu.js';
import { tiles } from './distance_passes.gpu.js';
import { blocksOf, flood, takeTurn } from './flood.gpu.js';
import { watershed } from './watershed.js';

/**
 * {@link watershed} on the GPU in three stages: the level at which each voxel is flooded (minimax
 * path value), the geodesic steps on that level, and the neighbour from which each voxel is
 * flooded.
 */
export const watershedOnGpu = implement(
  watershed,
  async ({ run, inputs: { volume, markers, mask }, params, region, meta }) => {
    const layout = groundLayout(region, meta.size);
    const bytes = 4 * wordsOf(layout);
    const heights = run.alloc(bytes, 'heights');
    const seeds = run.alloc(bytes / 8, 'markers');
    run.dispatch(watershedHeights, {
      grids: { src: volume, mask: mask ?? markers, markers },
      buffers: { heights, seeds },
      params: { dst: layout },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), MASKED: mask === undefined ? 0 : 1 },
      size: { invocations: wordsOf(layout) / 8 },
    });
    const reach = { 6: 1, 18: 2, 26: 3 }[params.connectivity];
    const ground = { layout, region, heights, seeds, reach };
    await raiseToPasses(run, ground);
    const steps = await stepsOn(run, ground);
    const labels = labelled(run, ground, steps, markers, meta);
    if (!params.ridges) {
      run.free(heights, seeds, steps);
      return labels;
    }
    const out = allocGrid(run, meta, region, { labelBound: markers.labelBound });
    run.dispatch(watershedRidges, {
      grids: { labels, dst: out },
      buffers: { levels: heights, steps },
      params: { src: layout },
      constants: { REACH: reach },
      size: { workgroups: tiles(layout, 1, 1, 1) },
    });
    run.free(heights, seeds, steps, labels.buffer);
    return out;
  },
  {
    // Levels, markers, paths, two lists of edges, and tables of basins; steps, labels and paths
    // come later.
    temporaries: (region, { metas: { volume } }) => {
      const bytes = 4 * wordsOf(groundLayout(region, volume.size));
      return bufferBytes([bytes, bytes / 8, bytes, bytes, bytes, bytes]);
    },
  },
);

/**
 * The breadth-first search runs voxel by voxel, for at most SPREADS steps, where at most one voxel
 * in FEW has no lower neighbour.
 */
const FEW = 64;
const SPREADS = 32;
const NONE = { read: 0, write: 0 } as const;
/**
 * Bytes that a listed voxel moves at least. Read: the list entry, the levels and steps of the voxel
 * and of one neighbour. Written: its steps.
 */
const SPREAD = { read: 20, write: 4 } as const;

/**
 * The geodesic steps that the water took on the level of each voxel, from where it came up to that
 * level. Nearly all voxels have a lower neighbour, and take one step. The others are listed. Where
 * there are few, a breadth-first search over the list finds those at one step, at two, and so on.
 * Wide plateaus are left to a flood by blocks.
 */
async function stepsOn(run: Run, ground: Ground): Promise<PooledBuffer> {
  const { layout, region, heights, seeds, reach } = ground;
  const bytes = 4 * wordsOf(layout);
  const blocks = blocksOf(region);
  const steps = run.alloc(bytes, 'steps');
  const rest = run.alloc(bytes, 'voxels without steps');
  const counts = run.alloc(16, 'lengths of lists', { zero: true });
  const awake = run.alloc(16, 'dispatch');
  run.dispatch(watershedBegin, {
    buffers: { heights, seeds, steps, rest, counts },
    params: { grid: layout, blocks },
    constants: { REACH: reach },
    size: everyBlock(region),
    traffic: { read: bytes + bytes / 8, write: bytes },
  });
  const [listed] = new Uint32Array(await run.read(counts, 0, 4));
  const few = listed! <= bytes / 4 / FEW;
  if (few && listed! > 0)
    for (let taken = 1; taken <= SPREADS; taken++) {
      const half = (taken - 1) % 2;
      run.dispatch(watershedSpread, {
        buffers: { heights, steps, rest, counts },
        params: { grid: layout, taken, half },
        constants: { REACH: reach },
        size: takeTurn(run, counts, awake, half, 1 - half, 64),
        // The first step finds most of them.
        traffic: taken > 1 ? NONE : { read: listed! * SPREAD.read, write: listed! * SPREAD.write },
      });
    }
  const [left] = few && listed! > 0 ? new Uint32Array(await run.read(counts, 0, 4)) : [listed];
  if (left! > 0)
    await flood(
      run,
      region,
      (turn) => {
        run.dispatch(watershedSteps, {
          buffers: { resting: heights, falling: steps, ...turn.buffers },
          params: { grid: layout, ...turn.params },
          ...turn.common(reach),
        });
      },
      left! <= bytes / 8
        ? (queue) => {
            run.dispatch(watershedWake, {
              buffers: { rest, ...queue, awake },
              params: { grid: layout, blocks, half: 0 },
              size: takeTurn(run, counts, awake, 0, 1, 64),
              traffic: { read: 4 * left!, write: 0 },
            });
          }
        : undefined,
    );
  run.free(rest, counts, awake);
  return steps;
}

/** The label of every voxel: that of the marker at the end of its path of sources. */
function labelled(
  run: Run,
  { layout, region, heights, reach }: Ground,
  steps: PooledBuffer,
  markers: GpuGrid,
  meta: GridMeta,
): GpuGrid {
  const bytes = 4 * wordsOf(layout);
  const grid = { grid: layout, blocks: blocksOf(region) };
  const paths = run.alloc(bytes, 'paths');
  run.dispatch(watershedSources, {
    buffers: { heights, steps, paths },
    params: { ...grid, markers: markers.layout },
    constants: { REACH: reach },
    size: everyBlock(region),
  });
  const out = allocGrid(run, meta, region, { labelBound: markers.labelBound });
  const counts = run.alloc(4, 'workgroups to follow further', { zero: true });
  const awake = run.alloc(16, 'dispatch');
  for (let pass = 0; pass < FOLLOWS; pass++) {
    if (pass > 0) takeTurn(run, counts, awake, 0, 0);
    run.dispatch(watershedLabels, {
      grids: { markers, dst: out },
      buffers: { paths, counts },
      params: grid,
      constants: { UNFINISHED: 0 },
      size: pass === 0 ? everyBlock(region) : { indirect: awake, offset: 0 },
      traffic:
        pass === 0
          ? { read: bytes + bytesOf('u32', region), write: bytesOf('u32', region) }
          : { read: 0, write: 0 },
    });
  }
  run.free(paths, counts, awake);
  return out;
}
