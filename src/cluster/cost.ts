// What a task costs, by a rough model: enough to ask a scheduler for memory and time.
import type { StageCost } from './stage.js';

/** Bytes of the process itself: the runtime, the driver and compiled kernels. */
const PROCESS = 512 * 2 ** 20;

/** Bytes per second that a modest GPU moves through a chain of ops, disks included. */
const RATE = 2e9;

/** Seconds until a process computes: start, device, kernels. */
const START = 5;

/**
 * The cost of a task whose grids take so many bytes, were each computed at once.
 *
 * @param computed of each node that is computed, one after the other
 * @param own of what the stage itself holds of a slab, on the GPU and in the heap
 * @param memory GPU bytes that a task may take: what does not fit is computed in bricks
 */
export function costOf({
  computed,
  own,
  memory,
}: {
  readonly computed: readonly number[];
  readonly own: number;
  readonly memory: number;
}): StageCost {
  const gpuBytes = Math.round(Math.min(memory, Math.max(0, ...computed) + own));
  const moved = 4 * (computed.reduce((sum, bytes) => sum + bytes, 0) + own);
  return {
    gpuBytes,
    memoryBytes: Math.round(PROCESS + gpuBytes + 2 * own),
    seconds: Math.ceil(START + moved / RATE),
  };
}
