import { Engine } from '../src/engine/engine.js';
import { loadAllImplementations } from '../src/engine/registry.js';
import type { GridArray } from '../src/recipe/dtype.js';
import { type Region, type Vec3, wholeRegion } from '../src/recipe/geometry.js';
import { gridMeta, type Node } from '../src/recipe/op.js';
import { sourceNode } from '../src/recipe/source_op.js';
import { TrafficLog, type OpCost } from '../src/gpu/index.js';
import { requestDevice } from '../src/gpu/device.js';
import type { QueryContext } from '../src/engine/in_run.js';

/** An engine for tests of single ops: nodes in, arrays and values out. */
export interface TestEngine {
  readonly engine: Engine;
  source(
    data: GridArray,
    size: Vec3,
    options?: { spacing?: Vec3; unit?: string; origin?: Vec3 },
  ): Promise<Node>;
  grid(node: Node, region?: Region): Promise<GridArray>;
  value(node: Node): Promise<unknown>;
  /** What was computed since the last call. */
  costs(): OpCost[];
  close(): Promise<void>;
}

let shared: Promise<GPUDevice> | undefined;

/** One device for all engines of tests that lose none, so that each kernel is compiled once. */
export function testDevice(): Promise<GPUDevice> {
  shared ??= requestDevice().then(({ device }) => device);
  return shared;
}

/** Opens an engine on the runtime's adapter; `brick` forces small bricks. */
export async function openTestEngine(
  options: { brick?: Vec3; profile?: boolean; memoryBudget?: number; device?: GPUDevice } = {},
): Promise<TestEngine> {
  const [engine] = await Promise.all([
    Engine.open({ ...options, device: options.device ?? (await testDevice()) }),
    loadAllImplementations(),
  ]);
  let log = new TrafficLog();
  const context = (): QueryContext => ({ signal: undefined, log, onStep: () => undefined });
  return {
    engine,
    async source(data, size, given = {}) {
      const opened = await engine.open({ data, size }, given);
      return sourceNode(opened.id, opened.name, opened.meta);
    },
    grid: (node, region) =>
      engine.evaluator.read(node, region ?? wholeRegion(gridMeta(node).size), context()),
    value: (node) => engine.evaluator.value(node, context()),
    costs() {
      const costs = log.costs();
      log = new TrafficLog();
      return costs;
    },
    close: () => engine.dispose(),
  };
}
