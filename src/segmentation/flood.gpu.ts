import type { PooledBuffer, Run } from '../gpu/index.js';
import { FLOOD_BLOCK } from '../kernels/shared/flood_blocks.js';
import type { Region, Vec3 } from '../recipe/geometry.js';

/** Bytes that one submission should move at most: a GPU's watchdog counts per submission. */
const SUBMISSION = 5e9;
/** Turns between two looks whether the water rests: first and at most. */
const FIRST_BATCH = 4;
const LARGEST_BATCH = 64;

/** What the dispatch of one turn needs. */
export interface Turn {
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
export async function flood(
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
