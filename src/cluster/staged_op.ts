// Global ops whose implementation says how they are computed in steps of tasks.
import { openStore } from '../engine/spill/index.js';
import {
  SpilledGrid,
  type Bricked,
  type StagedContext,
  type StagedFacts,
  type StagedForm,
  type StagedGrid,
  type StagedStep,
} from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { regionEnd, type Region } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import type { InputSpecs, Node } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import { ChunkedSpill } from './chunked_spill.js';
import type { Stage } from './stage.js';
import type { WorkFolder } from './work_folder.js';

type AnyFacts = StagedFacts<InputSpecs, ParamSpecs>;
type AnyStep = StagedStep<InputSpecs, ParamSpecs>;

/** A step as it is planned. */
export interface PlannedStep {
  readonly step: AnyStep;
  readonly slabs: readonly Region[];
  readonly grids: Readonly<Record<string, StagedGrid>>;
  /** The name of its stage. */
  stage: string;
}

/** A global op in steps. */
export class StagedOp {
  readonly node: Node;
  readonly steps: readonly PlannedStep[];
  readonly #facts: AnyFacts;
  readonly #staged: StagedForm['staged'];
  readonly #bricked: StagedForm['bricked'];

  constructor(node: Node, facts: AnyFacts, { staged, bricked }: StagedForm) {
    this.node = node;
    this.#facts = facts;
    this.#staged = staged;
    this.#bricked = bricked;
    this.steps = staged.steps(facts).map((step) => {
      const slabs = step.slabs(facts);
      return { step, slabs, grids: step.grids(facts, slabs), stage: '' };
    });
  }

  /** The grids of the steps whose stages have names. */
  get written(): string[] {
    return this.steps
      .filter(({ stage }) => stage !== '')
      .flatMap(({ stage, grids }) => Object.keys(grids).map((name) => `grids/${stage}/${name}`));
  }

  /** What the stage of a step does. */
  stage({ step, slabs, stage }: PlannedStep): Pick<Stage, 'task' | 'reduce' | 'gives'> {
    const isLast = step === this.steps.at(-1)!.step;
    return {
      task: (index, { work: folder, evaluator, context, signal, wrote }) =>
        this.#within(folder, signal, stage, wrote, (own) => {
          const bricks = evaluator.brickedContext(this.node, context);
          return step.task({
            ...own,
            index,
            slab: slabs[index]!,
            visit: (region, work) => bricks.visit(region, work),
            inRun: (work) => bricks.inRun(work),
          });
        }),
      reduce: ({ work, signal, parts, wrote }) =>
        this.#within(work, signal, stage, wrote, (own) =>
          step.reduce({
            ...own,
            parts: <T>(name?: string) => parts(name && this.#step(name).stage) as AsyncIterable<T>,
            openSpill: openStore,
          }),
        ),
      gives: isLast ? [{ hash: hashNode(this.node), bricked: (work) => this.#readBack(work) }] : [],
    };
  }

  /** Does work with the grids of the steps, and takes down what was written of one's own. */
  async #within<T>(
    work: WorkFolder,
    signal: AbortSignal | undefined,
    stage: string,
    wrote: (files: ChunkedSpill['written']) => void,
    act: (context: StagedContext<InputSpecs, ParamSpecs>) => Promise<T>,
  ): Promise<T> {
    const opened: { readonly stage: string; readonly spill: ChunkedSpill }[] = [];
    const result = await act(
      this.#context(work, signal, (planned, name) => {
        const spill = this.#open(work, planned, name);
        opened.push({ stage: planned.stage, spill });
        return spill;
      }),
    );
    for (const each of opened) {
      await each.spill.close();
      if (each.stage === stage) wrote(each.spill.written);
    }
    return result;
  }

  #context(
    work: WorkFolder,
    signal: AbortSignal | undefined,
    open: (planned: PlannedStep, grid: string) => ChunkedSpill,
  ): StagedContext<InputSpecs, ParamSpecs> {
    return {
      ...this.#facts,
      signal,
      slabs: (step) => this.#step(step).slabs,
      grid: (step, name) => {
        const planned = this.#step(step);
        const { storage, size } = planned.grids[name]!;
        return new SpilledGrid(open(planned, name), storage, size);
      },
      reduced: async <T>(step: string) => (await work.reduced(this.#step(step).stage)).value as T,
    };
  }

  #open(work: WorkFolder, { stage, slabs, grids }: PlannedStep, name: string): ChunkedSpill {
    const { by, chunk } = grids[name]!;
    return new ChunkedSpill({
      root: work.root,
      folder: `${work.name}/grids/${stage}/${name}`,
      grid: grids[name]!,
      writer: (row, slice) => {
        if (by === 'reduce') return `the reduce of stage ${stage}`;
        const index =
          by === 'task'
            ? slice / chunk[1]
            : slabs.findIndex((slab) => {
                const end = regionEnd(slab);
                return row < end[1] && slice < end[2];
              });
        return `task ${String(index)} of stage ${stage}`;
      },
    });
  }

  /** Regions of the result, by the op's own form in bricks. */
  #readBack(work: WorkFolder): Bricked<InputSpecs, ParamSpecs, unknown> {
    const bricked = this.#bricked;
    return {
      ...bricked,
      prepare: ({ signal }) =>
        this.#staged.state(
          this.#context(work, signal, (planned, name) => this.#open(work, planned, name)),
        ),
    };
  }

  #step(name: string): PlannedStep {
    const found = this.steps.find(({ step }) => step.name === name);
    if (found === undefined)
      throw new VoxmetryError('internal', `There is no step ${name}. Please report it.`);
    return found;
  }
}
