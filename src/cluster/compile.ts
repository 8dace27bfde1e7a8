// From a recipe to stages: what is computed where, in which order, at which cost.
import type { Given } from '../engine/given.js';
import { makeSizing } from '../engine/make_sizing.js';
import { implementations } from '../engine/registry.js';
import type { Sizing } from '../engine/sizing.js';
import {
  bytesOf,
  stagedSlabs,
  type Bricked,
  type Implementation,
  type StagedFacts,
} from '../implement/index.js';
import { equalRegion, volumeOf, wholeRegion, type Region } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder, type GridReading } from '../recipe/json.js';
import { gridMeta, inputMetas, isGridMeta, type InputSpecs, type Node } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import { gridOutput, writtenGrid, type GridOutput } from './grid_output.js';
import { looksAtAll, reducedSize, reductions, wholeOf, type Reduced } from './reduction_stage.js';
import { STAGED } from '../segmentation/staged.gpu.js';
import { StagedOp } from './staged_op.js';
import { storedGrid } from './stored_grid.js';
import { costOf } from './cost.js';
import type { Stage } from './stage.js';
import type { WorkFolder } from './work_folder.js';

/** What a plan is made of. */
export interface Planned {
  readonly outputs: Readonly<Record<string, Node>>;
  readonly readings: Readonly<Record<string, GridReading>>;
  /** Voxels along an edge of a cube of as many as a task takes. */
  readonly taskSize: number;
  /** GPU bytes that a task may take. */
  readonly memory: number;
  /** The folders of results that are grids, by name, from that of the plan. */
  readonly folders: Readonly<Record<string, string>>;
}

/** A recipe in stages. */
export interface Compiled {
  readonly stages: readonly Stage[];
  /** The results that are whole grids. */
  readonly grids: readonly GridOutput[];
  /** The results that are parts of grids, in the order of what their stage comes to. */
  readonly boxes: readonly { readonly name: string; readonly region: Region }[];
  /** What the stages before one have computed. */
  readonly given: (before: number, work: WorkFolder) => Given;
}

/** A stage that has no name yet. */
interface Draft {
  /** How many stages must have run before. */
  readonly level: number;
  readonly label: string;
  readonly make: (name: string) => Stage;
}

/** WebGPU's least limit of a binding; a GPU of much memory has a larger one. */
const LEAST_BINDING = 2 ** 27;

/** Bytes that a plan binds at once, at most, where a task may take so much memory. */
export function bindingOf(memory: number): number {
  return Math.max(LEAST_BINDING, memory / 8);
}

/** Puts a recipe into stages. The implementations of its ops are loaded. */
export function compile(planned: Planned): Compiled {
  const drafts = new Drafts(planned);
  const ordered = drafts.all
    .map((draft, i) => ({ draft, i }))
    .sort((a, b) => a.draft.level - b.draft.level || a.i - b.i);
  const stages = ordered.map(({ draft }, i) => draft.make(`${String(i + 1)}-${draft.label}`));
  return {
    stages,
    grids: drafts.grids,
    boxes: drafts.boxes,
    given: (before, work) => giftsOf(stages.slice(0, before), work),
  };
}

/** What stages give, read from their folder when it is asked for. */
function giftsOf(stages: readonly Stage[], work: WorkFolder): Given {
  const values = new Map<string, () => Promise<unknown>>();
  const grids = new Map<string, Bricked<InputSpecs, ParamSpecs, unknown>>();
  for (const { name, gives } of stages)
    for (const gift of gives)
      if ('value' in gift)
        values.set(gift.hash, async () => gift.value((await work.reduced(name)).value));
      else grids.set(gift.hash, gift.bricked(work));
  return { value: (hash) => values.get(hash)?.(), bricked: (hash) => grids.get(hash) };
}

class Drafts {
  readonly all: Draft[] = [];
  readonly grids: GridOutput[] = [];
  readonly boxes: { name: string; region: Region }[] = [];
  readonly #p: Planned;
  readonly #sizing: Sizing;
  readonly #voxels: number;
  /** How many stages must have run before a node can be computed. */
  readonly #levels = new Map<string, number>();
  /** What each grid that is stored is read from. */
  readonly #stored = new Map<string, () => string>();

  constructor(planned: Planned) {
    this.#p = planned;
    this.#voxels = planned.taskSize ** 3;
    const global = new Map<string, Bricked<InputSpecs, ParamSpecs, unknown>>();
    this.#sizing = makeSizing({
      budget: planned.memory,
      binding: bindingOf(planned.memory),
      implementations,
      given: { value: () => undefined, bricked: (hash) => global.get(hash) },
    });
    const nodes = topologicalOrder(Object.values(planned.outputs));
    // Equal steps of a recipe are one.
    const once = new Map(nodes.map((node) => [hashNode(node), node]));
    const counted = new Map<string, Reduced[]>();
    for (const [hash, node] of once) {
      const before = Object.values(node.inputs).map((child) => this.#levels.get(hashNode(child))!);
      const level = Math.max(0, ...before);
      this.#levels.set(hash, level);
      if (node.op.kind === 'reduce') {
        this.#levels.set(hash, level + 1);
        const key = looksAtAll(node) ? hash : `${String(level)} ${reducedSize(node).join()}`;
        const how = implementations.get(node.op.name) as Reduced['how'];
        const group = counted.get(key);
        if (group !== undefined) group.push({ node, how });
        else {
          const begun = [{ node, how }];
          counted.set(key, begun);
          this.#addReductions(level, begun);
        }
      } else if (node.op.kind === 'global') {
        const how = implementations.get(node.op.name) as Extract<
          Implementation,
          { readonly kind: 'map' | 'global' }
        >;
        global.set(hash, how.bricked ?? READ_BACK);
        this.#addGlobal(node, level);
      }
    }
    this.#addOutputs();
  }

  #addReductions(level: number, all: readonly Reduced[]): void {
    const [{ node: first }] = all as [Reduced];
    const whole = looksAtAll(first);
    const slabs = whole ? [wholeOf(first)] : stagedSlabs(reducedSize(first), 'z', this.#voxels);
    this.all.push({
      level,
      label: first.op.name,
      make: (name) => ({
        name,
        ...this.#reading(
          all.map(({ node }) => node),
          slabs,
          0,
        ),
        writes: [],
        alone: whole
          ? `${first.op.name} looks at the whole volume at once: one machine computes it`
          : undefined,
        ...reductions(all, slabs),
      }),
    });
  }

  #addGlobal(node: Node, level: number): void {
    const { name: op } = node.op;
    const hash = hashNode(node);
    const form = STAGED.find((each) => each.op === op);
    if (form === undefined) {
      this.#levels.set(hash, level + 1);
      let stage = '';
      this.#stored.set(hash, () => `grids/${stage}/result`);
      this.all.push({
        level,
        label: op,
        make: (name) => {
          stage = name;
          return {
            name,
            ...this.#reading([node], [wholeRegion(gridMeta(node).size)], 4),
            writes: [`grids/${name}/result`],
            alone: `${op} has no form in tasks yet: one machine computes it as a run does, out of core where it must`,
            ...storedGrid(name, node),
          };
        },
      });
      return;
    }
    const facts: StagedFacts<InputSpecs, ParamSpecs> = {
      params: node.params,
      metas: inputMetas(node),
      meta: gridMeta(node),
      voxels: this.#voxels,
      budget: this.#sizing.slabBudget,
      binding: bindingOf(this.#p.memory),
      depth: this.#sizing.slabs(node)[0]!.size[2],
    };
    const inSteps = new StagedOp(node, facts, form);
    this.#levels.set(hash, level + inSteps.steps.length);
    this.#stored.set(hash, () => inSteps.written.join(', '));
    for (const [i, planned] of inSteps.steps.entries())
      this.all.push({
        level: level + i,
        label: inSteps.steps.length === 1 ? op : `${op}-${planned.step.name}`,
        make: (name) => {
          const earlier = inSteps.written;
          planned.stage = name;
          const { step, slabs } = planned;
          const own = this.#reading(step.visits ? inputsOf(node) : [], slabs, step.bytes);
          return {
            name,
            ...own,
            reads: [...own.reads, ...earlier],
            writes: Object.keys(planned.grids).map((grid) => `grids/${name}/${grid}`),
            alone: undefined,
            ...inSteps.stage(planned),
          };
        },
      });
  }

  #addOutputs(): void {
    const boxed: { name: string; node: Node; region: Region }[] = [];
    for (const [name, node] of Object.entries(this.#p.outputs)) {
      if (!isGridMeta(node.meta)) continue;
      if (isReadWhole(node, this.#p.readings[name])) this.#addGridOutput(name, node);
      else boxed.push({ name, node, region: this.#p.readings[name]!.region! });
    }
    this.boxes.push(...boxed);
    // A recipe of values alone that take no grid has a stage too: its reduce computes them.
    if (boxed.length === 0 && this.all.length > 0) return;
    this.all.push({
      level: this.#levelOf(boxed.map(({ node }) => node)),
      label: 'read',
      make: (name) => ({
        name,
        ...this.#reading(
          boxed.map(({ node }) => node),
          boxed.map(({ region }) => region),
          0,
        ),
        tasks: 1,
        slabs: undefined,
        writes: [],
        alone: 'boxes and slices among the results are read by one task',
        async task(_, { evaluator, context }) {
          const read: unknown[] = [];
          for (const { node, region } of boxed)
            read.push(await evaluator.read(node, region, context));
          return read;
        },
        async reduce({ parts }) {
          for await (const part of parts()) return part;
          return [];
        },
        gives: [],
      }),
    });
  }

  #addGridOutput(name: string, node: Node): void {
    const folder = this.#p.folders[name]!;
    const output = gridOutput(name, node, folder, this.#voxels, this.#fitting(node));
    this.grids.push(output);
    this.all.push({
      level: this.#levelOf([node]),
      label: 'write',
      make: (stage) => ({
        name: stage,
        ...this.#reading([node], output.slabs, 4),
        writes: [folder],
        alone: undefined,
        ...writtenGrid(output),
      }),
    });
  }

  /** Slices of a grid that the heap holds with room to spare. */
  #fitting(node: Node): number {
    const { size, storage } = gridMeta(node);
    const slice = bytesOf(storage === 'bit' ? 'u8' : storage, wholeRegion([size[0], size[1], 1]));
    return Math.max(1, Math.floor(2 ** 30 / slice));
  }

  #levelOf(nodes: readonly Node[]): number {
    return Math.max(0, ...nodes.map((node) => this.#levels.get(hashNode(node))!));
  }

  /** What the tasks of a stage read, in which slabs, and what that costs. */
  #reading(
    nodes: readonly Node[],
    slabs: readonly Region[],
    bytesPerVoxel: number,
  ): Pick<Stage, 'tasks' | 'slabs' | 'reads' | 'memoryBytes' | 'gpuBytes' | 'seconds'> {
    const [first] = slabs;
    const axis = first !== undefined && slabs.length > 1 && slabs[1]!.origin[1] > 0 ? 'y' : 'z';
    const computed = nodes.map((node, i) => {
      const region = slabs.length === nodes.length ? slabs[i]! : slabs[0]!;
      return this.#sizing.bytesOf(node, region);
    });
    return {
      tasks: slabs.length,
      slabs: first && { axis, depth: first.size[axis === 'y' ? 1 : 2] },
      reads: this.#leavesOf(nodes),
      ...costOf({
        computed,
        own: first === undefined ? 0 : bytesPerVoxel * volumeOf(first.size),
        memory: this.#p.memory,
      }),
    };
  }

  /** The inputs of the recipe and the stored grids that nodes are computed from. */
  #leavesOf(nodes: readonly Node[]): string[] {
    const leaves = new Set<string>();
    const seen = new Set<Node>();
    const stack = [...nodes];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      const stored = nodes.includes(node) ? undefined : this.#stored.get(hashNode(node));
      if (node.op.name === 'source') leaves.add(node.params['name'] as string);
      else if (stored !== undefined) leaves.add(stored());
      else stack.push(...Object.values(node.inputs).filter(({ meta }) => isGridMeta(meta)));
    }
    return [...leaves];
  }
}

/** Whether all of a grid is a result, and no slice or box of it. */
export function isReadWhole(node: Node, reading: GridReading = {}): boolean {
  const { region, across } = reading;
  if (across !== undefined) return false;
  return region === undefined || equalRegion(region, wholeRegion(gridMeta(node).size));
}

function inputsOf(node: Node): Node[] {
  return Object.values(node.inputs).filter(({ meta }) => isGridMeta(meta));
}

/** Stands for a grid that is read back, while regions are planned. */
const READ_BACK: Bricked<InputSpecs, ParamSpecs, unknown> = {
  prepare: () => Promise.reject(new Error('planning computes nothing')),
  region: () => Promise.reject(new Error('planning computes nothing')),
};
