// Stages of flooding from markers on the GPU: the ground, geodesic steps on plateaus, label
// propagation, ridges.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, wordsOf, type GpuGrid } from '../implement/index.js';
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
import { everyBlock, FOLLOWS, type Ground } from './basins.gpu.js';
import { tiles } from './distance_passes.gpu.js';
import { blocksOf, flood, takeTurn } from './flood.gpu.js';

/** Grids of a watershed: a box of each. */
export interface MarkedRelief {
  readonly volume: GpuGrid;
  readonly markers: GpuGrid;
  readonly mask: GpuGrid | undefined;
}

/** Heights and markers in rows of whole eights. */
export function markedGround(
  run: Run,
  { volume, markers, mask }: MarkedRelief,
  layout: GridLayout,
): Pick<Ground, 'heights' | 'seeds'> {
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
  return { heights, seeds };
}

/** Labels without the voxels on which different ones would touch. */
export function withRidges(
  run: Run,
  { layout, heights, reach }: Pick<Ground, 'layout' | 'heights' | 'reach'>,
  steps: PooledBuffer,
  labels: GpuGrid,
): GpuGrid {
  const out = allocGrid(run, labels.meta, labels.region, { labelBound: labels.labelBound });
  run.dispatch(watershedRidges, {
    grids: { labels, dst: out },
    buffers: { levels: heights, steps },
    params: { src: layout },
    constants: { REACH: reach },
    size: { workgroups: tiles(layout, 1, 1, 1) },
  });
  return out;
}

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
export async function stepsOn(run: Run, ground: Ground): Promise<PooledBuffer> {
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
    await floodSteps(
      run,
      ground,
      steps,
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

/** Lowers steps, block by block, until nothing changes. */
async function floodSteps(
  run: Run,
  { layout, region, heights, reach }: Ground,
  steps: PooledBuffer,
  begin?: Parameters<typeof flood>[3],
): Promise<void> {
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
    begin,
  );
}

/**
 * The steps in a box, of whose outer slices some are known: `put` writes these into the grid, over
 * what the box alone would say.
 */
export async function stepsInBox(
  run: Run,
  ground: Ground,
  put: (steps: PooledBuffer) => void,
): Promise<PooledBuffer> {
  const { layout, region, heights, seeds, reach } = ground;
  const bytes = 4 * wordsOf(layout);
  const steps = run.alloc(bytes, 'steps');
  const rest = run.alloc(4, 'no list');
  const counts = run.alloc(16, 'lengths of lists', { zero: true });
  run.dispatch(watershedBegin, {
    buffers: { heights, seeds, steps, rest, counts },
    params: { grid: layout, blocks: blocksOf(region) },
    constants: { REACH: reach },
    size: everyBlock(region),
    traffic: { read: bytes + bytes / 8, write: bytes },
  });
  run.free(rest, counts);
  put(steps);
  await floodSteps(run, ground, steps);
  return steps;
}

/**
 * The label of every voxel: that of the marker at the end of its path of sources. Paths end too
 * where they leave the slices from `first` to before `end`, and take what `markers` says there.
 */
export function labelled(
  run: Run,
  { layout, region, heights, reach }: Omit<Ground, 'seeds'>,
  steps: PooledBuffer,
  markers: GpuGrid,
  meta: GridMeta,
  { first, end } = { first: 0, end: region.size[2] },
): GpuGrid {
  const bytes = 4 * wordsOf(layout);
  const grid = { grid: layout, blocks: blocksOf(region) };
  const paths = run.alloc(bytes, 'paths');
  run.dispatch(watershedSources, {
    buffers: { heights, steps, paths },
    params: { ...grid, markers: markers.layout, first_z: first, end_z: end },
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
