import type { Engine } from '../../src/engine/engine.js';
import type { Lease } from '../../src/engine/evaluator.js';
import type { QueryContext } from '../../src/engine/in_run.js';
import { implementations, loadAllImplementations } from '../../src/engine/registry.js';
import { TrafficLog, type Run } from '../../src/gpu/index.js';
import { bytesOf, type GpuGrid } from '../../src/implement/index.js';
import { cutAlongZ } from '../../src/filters/slabs.gpu.js';
import { wholeRegion, type Region } from '../../src/recipe/geometry.js';
import { hashNode } from '../../src/recipe/hash.js';
import { gridMeta, isGridMeta, type Node } from '../../src/recipe/op.js';
import type { Job } from '../cases/index.js';

/** A job whose inputs lie on the GPU, ready to be executed again and again. */
export interface Execution {
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Bytes that inputs take in the pool. */
  readonly pinnedBytes: number;
  /**
   * Computes the result once more and throws it away. Ops record into `run`; it is theirs when to
   * submit.
   */
  readonly once: (run: Run) => Promise<void>;
  readonly release: () => void;
}

/** A query of the bench: nobody cancels it, nobody hears of its progress. */
export function quietContext(): QueryContext {
  return { signal: undefined, log: new TrafficLog(), onStep: () => undefined };
}

/** Computes and pins the inputs of a job. */
async function pin(
  engine: Engine,
  job: Job,
): Promise<{ leases: Lease[]; values: Map<Node, unknown> }> {
  const leases: Lease[] = [];
  const values = new Map<Node, unknown>();
  for (const node of job.given) {
    if (isGridMeta(node.meta)) {
      const region = wholeRegion(gridMeta(node).size);
      const lease = await engine.evaluator.lease(node, region, quietContext());
      leases.push(lease);
      values.set(node, lease.grid);
    } else values.set(node, await engine.evaluator.value(node, quietContext()));
  }
  return { leases, values };
}

/**
 * Prepares a job to be computed by the implementations of its ops alone, without planner, cache and
 * scheduler: every execution does all the work from the pinned inputs to the result.
 */
export async function prepareOps(engine: Engine, job: Job): Promise<Execution> {
  await loadAllImplementations();
  const { leases, values } = await pin(engine, job);
  return {
    ...sizesOf(job, leases),
    once: async (run) => {
      const known = new Map(values);
      const made: GpuGrid[] = [];
      await compute(job.result, known, made, run, true);
      for (const grid of made) run.free(grid.buffer);
    },
    release: () => {
      for (const lease of leases) lease.release();
    },
  };
}

/**
 * Prepares a job to be computed by the evaluator, as users' queries are, with only its inputs in
 * the cache.
 */
export async function prepareWorkflow(engine: Engine, job: Job): Promise<Execution> {
  await loadAllImplementations();
  const { leases } = await pin(engine, job);
  const { evaluator } = engine;
  return {
    ...sizesOf(job, leases),
    once: async (run) => {
      evaluator.clear();
      const context: QueryContext = { ...quietContext(), log: run.log };
      for (const node of [job.result, ...(job.also ?? [])]) {
        if (isGridMeta(node.meta)) {
          const region = wholeRegion(gridMeta(node).size);
          (await evaluator.lease(node, region, context)).release();
        } else await evaluator.value(node, context);
      }
    },
    release: () => {
      for (const lease of leases) lease.release();
    },
  };
}

function sizesOf(
  job: Job,
  leases: readonly Lease[],
): Pick<Execution, 'inputBytes' | 'outputBytes' | 'pinnedBytes'> {
  const { meta } = job.result;
  const inputs = leases.map(({ grid }) => bytesOf(grid.meta.storage, grid.region));
  return {
    inputBytes: inputs.reduce((sum, bytes) => sum + bytes, 0),
    outputBytes: isGridMeta(meta) ? bytesOf(meta.storage, wholeRegion(meta.size)) : 0,
    pinnedBytes: leases.reduce((sum, { grid }) => sum + grid.buffer.buffer.size, 0),
  };
}

/** Computes a node from what is known; new grids are added to `made`. */
async function compute(
  node: Node,
  known: Map<Node, unknown>,
  made: GpuGrid[],
  run: Run,
  isLast = false,
): Promise<unknown> {
  if (known.has(node)) return known.get(node);
  const inputs: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(node.inputs))
    inputs[name] = await compute(child, known, made, run);
  const result = await computeOne(node, inputs, run, isLast);
  if (isGridMeta(node.meta)) made.push(result as GpuGrid);
  known.set(node, result);
  return result;
}

async function computeOne(
  node: Node,
  inputs: Readonly<Record<string, unknown>>,
  run: Run,
  isLast: boolean,
): Promise<unknown> {
  const how = implementations.get(node.op.name);
  if (how === undefined) throw new Error(`Op ${node.op.name} has no implementation.`);
  const { params } = node;
  run.enter(node.op.name);
  const metas = Object.fromEntries(
    Object.entries(node.inputs).map(([name, { meta }]) => [name, meta]),
  );
  if (how.kind !== 'reduce' && how.kind !== 'host') {
    const meta = gridMeta(node);
    const whole = wholeRegion(meta.size);
    const compute = (region: Region) => how.compute({ run, inputs, params, region, meta });
    if (how.kind === 'global' || !isLast) return compute(whole);
    // What a job ends with is thrown away, so that it may be made in parts, as the engine would.
    const sizing = { params, metas: metas as never, binding: bindingOf(run) };
    const [first, ...others] = slabsThatFit(whole, sizing.binding, (region) =>
      Math.max(bytesOf(meta.storage, region), how.temporaries?.(region, sizing).largest ?? 0),
    );
    const part = await compute(first!);
    for (const slab of others) run.free((await compute(slab)).buffer);
    return part;
  }
  const finish = { params, metas: metas as never, inputs: inputs as never, signal: undefined };
  if (how.kind === 'host') return how.compute(finish);
  const grid = Object.values(node.inputs).find(({ meta }) => isGridMeta(meta));
  if (grid === undefined) throw new Error(`${node.op.name} has no grid to reduce.`);
  const region = wholeRegion(gridMeta(grid).size);
  const recipes = Object.fromEntries(
    Object.entries(node.inputs).map(([name, child]) => [name, hashNode(child)]),
  );
  return how.finish(await how.partial({ run, inputs, params, region, recipes }), finish);
}

function bindingOf({ gpu }: Run): number {
  return gpu.device.limits.maxStorageBufferBindingSize;
}

/** A region in so few slabs along z, halved again and again, that the largest buffer fits. */
function slabsThatFit(
  region: Region,
  binding: number,
  largest: (region: Region) => number,
): readonly Region[] {
  let slabs = [region];
  while (largest(slabs[0]!) > binding && slabs[0]!.size[2] > 1)
    slabs = cutAlongZ(region, Math.ceil(slabs[0]!.size[2] / 2));
  return slabs;
}
