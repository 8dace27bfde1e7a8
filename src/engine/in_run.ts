import { Run, type Gpu, type TrafficLog } from '../gpu/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { Node } from '../recipe/op.js';
import type { Pass, Task } from './progress.js';

/** The stage of what an op does on the host, with its name. */
export const HOST = 'host ';

/** One query's share of an evaluation. */
export interface QueryContext {
  readonly signal: AbortSignal | undefined;
  readonly log: TrafficLog;
  /** Goes before what is not, on the GPU: a slice that a user waits to see. */
  readonly urgent?: boolean | undefined;
  /** Called whenever a node is done. */
  readonly onStep: (node: Node) => void;
  /** Called when a walk over the bricks of a node begins; what it gives is told of every brick. */
  readonly onPass?: ((node: Node, region?: Region) => Pass) | undefined;
  /**
   * Called when work begins, at a node or to hand a grid over; what it gives is told of its parts.
   */
  readonly onTask?: ((node?: Node) => Task) | undefined;
}

/** A device, and whether each op is measured on it, at the price of a wait per op. */
export interface Runner {
  readonly gpu: Gpu;
  readonly profile: boolean;
}

/**
 * Does work at a node in a run of its own, which is ended whatever happens, and adds what it moved
 * to the query's log.
 */
export async function inRun<T>(
  { gpu, profile }: Runner,
  node: Node,
  context: QueryContext,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { signal, urgent } = context;
  const op = node.op.name;
  const task = context.onTask?.(node);
  const run = new Run(gpu, { signal, profile, urgent, onWork: task?.work });
  run.enter(op);
  const staged = gpu.stages?.begin(`${HOST}${op}`);
  const start = performance.now();
  try {
    const result = await work(run);
    if (profile) await gpu.device.queue.onSubmittedWorkDone();
    run.log.recordWall(op, performance.now() - start);
    task?.end(run.compiledMs);
    return result;
  } catch (error) {
    throw VoxmetryError.from(error, op);
  } finally {
    await run.end();
    staged?.();
    context.log.merge(run.log);
  }
}
