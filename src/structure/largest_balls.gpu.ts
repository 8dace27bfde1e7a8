// Local thickness on the GPU: the largest inscribed ball that holds each voxel, by medial-axis
// balls.
import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  allocGrid,
  bytesOf,
  HeldInputs,
  implement,
  intoSpill,
  type GpuGrid,
} from '../implement/index.js';
import { ballList, ballRidge, largestBalls as kernel } from '../kernels/structure/index.js';
import { scanCounts } from '../kernels/counts/index.js';
import { FLOOD_EDGE, FLOOD_VOXELS } from '../kernels/shared/index.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { ballWeights } from './ball_weights.js';
import { throughBoxes } from './haloed_balls.gpu.js';
import { largestBalls } from './largest_balls.js';

/** Words of the state: the scan's total and the largest squared diameter. */
const TOTAL = 3;
const LARGEST = 4;
/** Tests of a voxel against a ball in one submission, so that none comes near a watchdog. */
const TESTS_PER_SUBMISSION = 1e10;

/** The balls that are needed, block by block. */
interface Balls {
  readonly blocks: Vec3;
  readonly tops: PooledBuffer;
  readonly starts: PooledBuffer;
  readonly list: PooledBuffer;
  readonly count: number;
  /** The largest squared diameter among them. */
  readonly largest: number;
}

async function listBalls(run: Run, diameters: GpuGrid, weights: Vec3): Promise<Balls> {
  const { layout, region } = diameters;
  const blocks = map3((i) => Math.ceil(region.size[i] / FLOOD_EDGE));
  const blockCount = volumeOf(blocks);
  const bytes = bytesOf('u32', region);
  const ridge = run.alloc(64 * blockCount, 'balls that are needed');
  const starts = run.alloc(4 * (blockCount + 1), 'starts of blocks', { zero: true });
  const tops = run.alloc(8 * blockCount, 'largest balls of blocks');
  const state = run.alloc(32, 'number of balls', { zero: true });
  run.dispatch(ballRidge, {
    grids: { diameters },
    buffers: { ridge, counts: starts, tops, state },
    params: { grid: layout, blocks, weights },
    size: { workgroups: blocks },
    traffic: { read: bytes, write: 76 * blockCount },
  });
  run.dispatch(scanCounts, {
    buffers: { counts: starts, state },
    params: { length: blockCount + 1, per_group: 1, total_at: TOTAL, with_dispatch: 0 },
    size: { workgroups: [1, 1, 1] },
    traffic: { read: 8 * blockCount, write: 4 * blockCount },
  });
  const words = new Uint32Array(await run.read(state));
  const count = words[TOTAL]!;
  const list = run.alloc(Math.max(8, 8 * count), 'balls');
  run.dispatch(ballList, {
    grids: { diameters },
    buffers: { ridge, starts, balls: list },
    params: { grid: layout, blocks },
    size: { workgroups: blocks },
    traffic: { read: bytes + 68 * blockCount, write: 8 * count },
  });
  run.free(ridge, state);
  return { blocks, tops, starts, list, count, largest: words[LARGEST]! };
}

/** The diameter of the largest of a box's balls that holds each of its voxels. */
async function largestInBox(run: Run, diameters: GpuGrid, meta: GridMeta): Promise<GpuGrid> {
  const { weights, unitSquared } = ballWeights(meta);
  const { region } = diameters;
  const { blocks, tops, starts, list, count, largest } = await listBalls(run, diameters, weights);
  const out = allocGrid(run, meta, region);
  const reach = map3((i) => Math.ceil(Math.sqrt(largest / weights[i]) / 2 / FLOOD_EDGE));
  const blockCount = volumeOf(blocks);
  const window = volumeOf(map3((i) => Math.min(blocks[i], 2 * reach[i] + 1)));
  const testsPerBlock = FLOOD_VOXELS * window * (1 + count / blockCount);
  const step = Math.max(1, Math.min(65535, Math.floor(TESTS_PER_SUBMISSION / testsPerBlock)));
  const block = 4 * FLOOD_VOXELS;
  for (let first = 0; first < blockCount; first += step) {
    const groups = Math.min(step, blockCount - first);
    run.dispatch(kernel, {
      grids: { diameters, dst: out },
      buffers: { tops, starts, balls: list },
      params: {
        src: diameters.layout,
        blocks,
        first,
        weights,
        scale: Math.sqrt(unitSquared),
        reach,
      },
      size: { workgroups: [groups, 1, 1] },
      traffic: {
        read: groups * (block + 16 * window) + (8 * count * groups) / blockCount,
        write: groups * block,
      },
    });
    await run.flush();
  }
  run.free(tops, starts, list);
  return out;
}

/**
 * {@link largestBalls} on the GPU. Out of core box by box, with halos as wide as the largest ball's
 * radius.
 */
export const largestBallsOnGpu = implement(
  largestBalls,
  ({ run, inputs: { diameters }, meta }) => largestInBox(run, diameters, meta),
  {
    bricked: intoSpill(async (context) => {
      const { meta } = context;
      const held = await HeldInputs.of(context, ['diameters']);
      try {
        const diameters = held.spilled('diameters')!;
        // Squared diameters are four times the squared distance that a ball reaches.
        const weights = map3((i) => 4 * ballWeights(meta).weights[i]);
        return await throughBoxes(
          context,
          'largestBalls',
          { words: diameters.spill, meta: diameters.meta },
          weights,
          (run, box) => largestInBox(run, box, meta),
        );
      } finally {
        await held.close();
      }
    }),
  },
);
