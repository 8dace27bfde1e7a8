// Flooding in blocks with work queues on the GPU: relaxation until a fixed point.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { floodTurn } from '../kernels/segmentation/index.js';
import { FLOOD_EDGE, FLOOD_SHELL_VOXELS, FLOOD_VOXELS } from '../kernels/shared/index.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';

/** Bytes that one submission should move at most: a GPU's watchdog counts per submission. */
const SUBMISSION = 5e9;
/** Turns between two readbacks, which tell whether the water is at rest: at first, and at most. */
const FIRST_BATCH = 4;
const LARGEST_BATCH = 64;

/** What the dispatch of one turn needs. */
export interface Turn {
  readonly buffers: {
    readonly stamps: PooledBuffer;
    readonly queues: PooledBuffer;
    readonly counts: PooledBuffer;
    readonly awake: PooledBuffer;
  };
  readonly params: { readonly blocks: Vec3; readonly turn: number; readonly half: number };
  readonly common: (reach: number) => {
    readonly constants: { readonly REACH: number };
    readonly size: { readonly indirect: PooledBuffer; readonly offset: number };
    readonly traffic: { readonly read: number; readonly write: number };
  };
}

/**
 * Words of `counts`: the lengths of the two queues, the last turn that changed anything, and the
 * number of visits to blocks.
 */
const CHANGED_AT = 2;
const VISITS_AT = 3;

/**
 * Makes of `awake` an indirect dispatch over the queue whose length `counts` holds, and empties
 * another queue.
 */
export function takeTurn(
  run: Run,
  counts: PooledBuffer,
  awake: PooledBuffer,
  from: number,
  to: number,
  each = 1,
): { readonly indirect: PooledBuffer; readonly offset: number } {
  run.dispatch(floodTurn, {
    buffers: { counts, awake },
    params: { from_queue: from, to_queue: to, each },
    size: { workgroups: [1, 1, 1] },
    traffic: { read: 4, write: 20 },
  });
  return { indirect: awake, offset: 0 };
}

/** How many blocks cover a region, along each axis. */
export function blocksOf({ size }: Region): Vec3 {
  return map3((axis) => Math.ceil(size[axis] / FLOOD_EDGE));
}

/**
 * Takes turns until one changes nothing (a fixed point). The first turn visits all blocks, or those
 * that `begin` puts into the first queue with the stamp 1. Every later turn visits the blocks that
 * the turn before woke: a block that changed puts its neighbours into the queue of the next turn.
 * The queue's length makes an indirect dispatch.
 *
 * What the turns move depends on the number of visits, so it is declared at the end: per visit, two
 * grids with their shells are read and one is written.
 */
export async function flood(
  run: Run,
  region: Region,
  take: (turn: Turn) => void,
  begin?: (buffers: Pick<Turn['buffers'], 'stamps' | 'queues' | 'counts'>) => void,
): Promise<void> {
  const blocks = blocksOf(region);
  const total = volumeOf(blocks);
  const stamps = run.alloc(4 * total, 'turns of blocks', { zero: true });
  const queues = run.alloc(8 * total, 'queues of blocks');
  const counts = run.alloc(16, 'lengths of queues, last change, visits');
  const awake = run.alloc(16, 'dispatch');
  const all = Uint32Array.from({ length: begin ? 0 : total }, (_, block) => block);
  run.upload(queues, all);
  run.upload(counts, Uint32Array.of(all.length, 0, 0, 0));
  begin?.({ stamps, queues, counts });
  const buffers = { stamps, queues, counts, awake };
  const common: Turn['common'] = (reach) => ({
    constants: { REACH: reach },
    size: { indirect: awake, offset: 0 },
    // The traffic is known, and declared, at the end.
    traffic: { read: 0, write: 0 },
  });
  const own = 4 * FLOOD_VOXELS;
  const shell = 4 * FLOOD_SHELL_VOXELS;
  const visit = { read: 2 * shell, write: own };
  const most = (visit.read + visit.write) * total;
  const perSubmission = Math.max(1, Math.floor(SUBMISSION / most));
  let number = 0;
  for (let batch = FIRST_BATCH; ; batch = Math.min(2 * batch, LARGEST_BATCH)) {
    for (let i = 0; i < batch; i++) {
      const half = number % 2;
      number += 1;
      takeTurn(run, counts, awake, half, 1 - half);
      take({ buffers, params: { blocks, turn: number, half }, common });
      if (number % perSubmission === 0) await run.flush();
    }
    const [last] = new Uint32Array(await run.read(counts, 4 * CHANGED_AT, 4));
    if (last! < number) break;
  }
  const [visits] = new Uint32Array(await run.read(counts, 4 * VISITS_AT, 4));
  run.declareTraffic({ read: visits! * visit.read, write: visits! * visit.write });
  run.free(stamps, queues, counts, awake);
}
