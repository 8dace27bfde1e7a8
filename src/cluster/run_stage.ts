// One task of a plan, and what the tasks of a stage come to.
import { Evaluator } from '../engine/evaluator.js';
import type { Given } from '../engine/given.js';
import { makeProvenance } from '../engine/provenance.js';
import { implementations } from '../engine/registry.js';
import { Gpu, TrafficLog } from '../gpu/index.js';
import type { AdapterInfo } from '../recipe/adapter.js';
import type { OutputData, Provenance } from '../recipe/backend.js';
import { VoxmetryError } from '../recipe/errors.js';
import { hashNode } from '../recipe/hash.js';
import { toRecipeJson } from '../recipe/json.js';
import { mib } from '../recipe/mib.js';
import { inputMetas, isGridMeta, type Node } from '../recipe/op.js';
import { readOutput } from '../volume/reading.js';
import { bindingOf, isReadWhole } from './compile.js';
import { describeGrid, type GridOutput } from './grid_output.js';
import { openPlan, type OpenedPlan } from './opened_plan.js';
import type { WrittenFile } from './work_folder.js';

/** What the last stage of a plan comes to. */
export interface Finished {
  readonly opened: OpenedPlan;
  /** Results by name, as a lab gives them; whole grids are left out. */
  readonly results: Readonly<Record<string, unknown>>;
  readonly grids: readonly GridOutput[];
  readonly adapter: AdapterInfo;
}

/** Runs a task of a stage on a GPU (one of its own by default), and writes its part. */
export async function runTask(
  path: string,
  stageName: string,
  index: number,
  signal?: AbortSignal,
  device?: GPUDevice,
): Promise<void> {
  const opened = await openPlan(path);
  try {
    const { plan, compiled, work, sources } = opened;
    const at = stageAt(opened, stageName);
    const stage = compiled.stages[at]!;
    if (!(Number.isInteger(index) && index >= 0 && index < stage.tasks))
      throw new VoxmetryError(
        'invalid-argument',
        `Stage ${stageName} has the tasks 0 to ${String(stage.tasks - 1)}, and no ${String(index)}.`,
      );
    const gpu = device === undefined ? await Gpu.open({}) : await Gpu.adopt(device);
    const evaluator = new Evaluator({
      gpu,
      implementations,
      source: (id) => sources.get(id)!,
      budget: plan.memory,
      profile: false,
      given: compiled.given(at, work),
    });
    try {
      checkBinding(gpu, plan.memory);
      const files: WrittenFile[] = [];
      const context = { signal, log: new TrafficLog(), onStep: () => undefined };
      const value = await stage.task(index, {
        work,
        evaluator,
        context,
        signal,
        wrote: (written) => files.push(...written),
      });
      await work.writePart(stageName, index, { files, adapter: gpu.adapter }, value);
    } catch (error) {
      gpu.assertAlive();
      throw error;
    } finally {
      evaluator.clear();
      gpu.destroy();
    }
  } finally {
    opened.close();
  }
}

/** Throws `limit` where a GPU binds less at once than a plan counts on. */
function checkBinding({ device }: Gpu, memory: number): void {
  const available = device.limits.maxStorageBufferBindingSize;
  const needed = bindingOf(memory);
  if (needed > available)
    throw new VoxmetryError(
      'limit',
      `This GPU binds ${mib(available)} at once, and a plan for tasks of ${mib(memory)} binds up to ${mib(needed)}: plan anew with a smaller --memory.`,
      { op: 'task', details: { needed, available } },
    );
}

/**
 * Merges the parts of a stage, without a GPU. Names those that are missing, and chunks that are.
 *
 * @param finish takes the results where this is the last stage
 */
export async function reduceStage(
  path: string,
  stageName: string,
  finish: (finished: Finished) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const opened = await openPlan(path);
  try {
    const { compiled, work, root } = opened;
    const at = stageAt(opened, stageName);
    const stage = compiled.stages[at]!;
    const adapter = await checkParts(opened, at);
    const files: WrittenFile[] = [];
    const given = compiled.given(at, work);
    const value = await stage.reduce({
      work,
      signal,
      parts: (name) => partsOf(opened, name === undefined ? at : stageAt(opened, name)),
      valueOf: (node) => valueOf(node, given, signal),
      wrote: (written) => files.push(...written),
    });
    const isLast = at === compiled.stages.length - 1;
    if (isLast) {
      const all = giving(given, stage.gives, value);
      const results = await resultsOf(opened, adapter, (node) => valueOf(node, all, signal), value);
      for (const grid of compiled.grids) await describeGrid(root, grid);
      await finish({ opened, results, grids: compiled.grids, adapter });
    }
    await work.writeReduced(stageName, { value, adapter });
  } finally {
    opened.close();
  }
}

/** What was given before, and what a stage gives that is about to be stored. */
function giving(
  given: Given,
  gives: OpenedPlan['compiled']['stages'][number]['gives'],
  reduced: unknown,
): Given {
  const own = new Map<string, unknown>();
  for (const gift of gives) if ('value' in gift) own.set(gift.hash, gift.value(reduced));
  return {
    value: (hash) => (own.has(hash) ? Promise.resolve(own.get(hash)) : given.value(hash)),
    bricked: given.bricked,
  };
}

function stageAt({ compiled, plan }: OpenedPlan, name: string): number {
  const at = compiled.stages.findIndex((stage) => stage.name === name);
  if (at < 0)
    throw new VoxmetryError(
      'invalid-argument',
      `The plan has no stage ${name}; its stages are ${plan.stages.map((stage) => stage.name).join(', ')}.`,
    );
  return at;
}

/** Makes sure that all parts and the files that they name are there, before anything is merged. */
async function checkParts({ compiled, work }: OpenedPlan, at: number): Promise<AdapterInfo> {
  const { name, tasks } = compiled.stages[at]!;
  const missing: number[] = [];
  const lost: string[] = [];
  let adapter: AdapterInfo | undefined;
  for (let index = 0; index < tasks; index++) {
    const part = await work.partFacts(name, index);
    if (part === undefined) missing.push(index);
    else {
      adapter ??= part.adapter;
      for (const path of await work.lost(part.files)) lost.push(`${path} (task ${String(index)})`);
    }
  }
  if (missing.length > 0) throw missingParts(name, missing);
  if (lost.length > 0)
    throw new VoxmetryError(
      'corrupt-file',
      `Stage ${name} has lost chunks: ${listed(lost)}. Run the tasks named behind them again, then reduce again.`,
      { details: { stage: name, chunks: lost } },
    );
  return adapter!;
}

/** So many are named in an error. */
const NAMED = 20;

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  const some = names.slice(0, NAMED).join(', ');
  return more > 0 ? `${some} and ${String(more)} more` : some;
}

async function* partsOf({ compiled, work }: OpenedPlan, at: number): AsyncGenerator {
  const { name, tasks } = compiled.stages[at]!;
  for (let index = 0; index < tasks; index++) {
    const part = await work.readPart(name, index);
    if (part === undefined) throw missingParts(name, [index]);
    yield part.value;
  }
}

function missingParts(name: string, missing: readonly number[]): VoxmetryError {
  const [tasks, them] = missing.length === 1 ? ['task', 'it'] : ['tasks', 'them'];
  return new VoxmetryError(
    'invalid-argument',
    `Stage ${name} misses the parts of ${tasks} ${listed(missing.map(String))}: run ${them}, then reduce again.`,
    { details: { stage: name, tasks: missing } },
  );
}

/** A value that earlier stages gave, or that follows from such values on the host. */
async function valueOf(
  node: Node,
  given: Given,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const known = given.value(hashNode(node));
  if (known !== undefined) return known;
  const how = implementations.get(node.op.name);
  if (how?.kind !== 'host')
    throw new VoxmetryError('internal', `${node.op.name} has no stage. Please report it.`);
  const inputs: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(node.inputs))
    if (!isGridMeta(child.meta)) inputs[name] = await valueOf(child, given, signal);
  return how.compute({
    params: node.params,
    metas: inputMetas(node),
    inputs,
    signal,
  });
}

/** The results of the recipe that are no whole grids, as a lab reads them. */
async function resultsOf(
  { outputs, plan, compiled, sources, work }: OpenedPlan,
  adapter: AdapterInfo,
  value: (node: Node) => Promise<unknown>,
  lastReduced: unknown,
): Promise<Record<string, unknown>> {
  const { readings = {} } = plan.recipe;
  const provenance: Provenance = makeProvenance(
    toRecipeJson(outputs, readings),
    outputs,
    adapter,
    (id) => sources.get(id)!.warnings,
  );
  const results: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(outputs)) {
    const reading = readings[name] ?? {};
    if (isGridMeta(node.meta) && isReadWhole(node, readings[name])) continue;
    let output: OutputData;
    if (!isGridMeta(node.meta)) output = { type: 'value', value: await value(node) };
    else {
      const at = compiled.boxes.findIndex((box) => box.name === name);
      const stage = plan.stages.findIndex((each) => each.name.endsWith('-read'));
      const read =
        stage === plan.stages.length - 1
          ? lastReduced
          : (await work.reduced(plan.stages[stage]!.name)).value;
      output = {
        type: 'grid',
        data: (read as Extract<OutputData, { type: 'grid' }>['data'][])[at]!,
        region: reading.region!,
      };
    }
    results[name] = readOutput(node.meta, reading, output, {
      ...provenance,
      recipe: toRecipeJson(
        { [name]: node },
        readings[name] === undefined ? {} : { [name]: reading },
      ),
    });
  }
  return results;
}
