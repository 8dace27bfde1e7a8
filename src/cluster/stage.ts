// A stage of a plan: independent tasks, and what they come to together.
import type { Evaluator } from '../engine/evaluator.js';
import type { QueryContext } from '../engine/in_run.js';
import type { Bricked } from '../implement/index.js';
import type { InputSpecs, Node } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import type { WorkFolder, WrittenFile } from './work_folder.js';

/** What a task works with. */
export interface TaskTools {
  readonly work: WorkFolder;
  readonly evaluator: Evaluator;
  readonly context: QueryContext;
  readonly signal: AbortSignal | undefined;
  /** Takes down the files that the task has written. */
  readonly wrote: (files: readonly WrittenFile[]) => void;
}

/** What the end of a stage works with: no GPU. */
export interface ReduceTools {
  readonly work: WorkFolder;
  readonly signal: AbortSignal | undefined;
  /** What the tasks of this stage, or of another, found: in their order, one after the other. */
  readonly parts: (stage?: string) => AsyncIterable<unknown>;
  /** The value of a node of an earlier stage, or what follows from such values. */
  readonly valueOf: (node: Node) => Promise<unknown>;
  /** Takes down the files that it has written. */
  readonly wrote: (files: readonly WrittenFile[]) => void;
}

/** What a stage is to cost, by a rough model. */
export interface StageCost {
  /** Bytes of a task: of the process and of the GPU together, as a GPU may share the memory. */
  readonly memoryBytes: number;
  /** Of these, bytes on the GPU. */
  readonly gpuBytes: number;
  /** Seconds of a task. */
  readonly seconds: number;
}

/** What a plan says of a stage. */
export interface StageFacts extends StageCost {
  /** Safe as the name of a file, and unique. */
  readonly name: string;
  readonly tasks: number;
  /** Whole slices along z, or columns along z that are cut across y, for each task. */
  readonly slabs: { readonly axis: 'y' | 'z'; readonly depth: number } | undefined;
  /** The inputs and grids that it reads, and the grids that it writes. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Why there is one task, where there is but one. */
  readonly alone: string | undefined;
}

/** A stage, ready to be run. */
export interface Stage extends StageFacts {
  readonly task: (index: number, tools: TaskTools) => Promise<unknown>;
  readonly reduce: (tools: ReduceTools) => Promise<unknown>;
  /** What later stages take of it. */
  readonly gives: readonly Gift[];
}

/** A value or a grid that a stage gives to later ones, by the hash of its node. */
export type Gift =
  | { readonly hash: string; readonly value: (reduced: unknown) => unknown }
  | {
      readonly hash: string;
      readonly bricked: (work: WorkFolder) => Bricked<InputSpecs, ParamSpecs, unknown>;
    };
