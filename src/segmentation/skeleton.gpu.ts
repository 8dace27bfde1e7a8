// Skeletonisation on the GPU: directional thinning by simple points, in subfields.
import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { skeleton } from './skeleton.js';
import { brickedSkeleton } from './skeleton_bricked.gpu.js';
import { Thinning } from './thinning.gpu.js';

/** Turns between two looks whether anything is left to take away. */
const BATCH = 4;
/** {@link skeleton} on the GPU, on mask words in place; slab by slab too. */
export const skeletonOnGpu = implement(
  skeleton,
  async ({ run, inputs, params, region, meta }) => {
    const { mask } = inputs;
    const out = allocGrid(run, meta, region);
    run.copy(mask.buffer, 0, out.buffer, 0, bytesOf('bit', region));
    const thinning = new Thinning(run, out, params.keepEnds);
    for (let turn = 0, last = 0; last === turn && thinning.hasSides;) {
      for (let i = 0; i < BATCH; i++) {
        turn += 1;
        thinning.turn(turn);
        await run.pace();
      }
      [last = 0] = new Uint32Array(await run.read(thinning.progress));
    }
    thinning.free();
    return out;
  },
  { bricked: brickedSkeleton },
);
