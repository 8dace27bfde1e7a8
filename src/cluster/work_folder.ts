// The folder in which the tasks of a plan leave what they found.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterInfo } from '../recipe/adapter.js';
import { VoxmetryError } from '../recipe/errors.js';
import { readFacts, readSealed, writeSealed } from './sealed_file.js';

/** A file that a task has written, relative to the folder of the plan. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a task leaves beside its partial result: the chunks that it wrote, what computed it. */
export interface PartFacts {
  readonly files: readonly WrittenFile[];
  readonly adapter: AdapterInfo;
}

/** What a stage came to. */
export interface Reduced {
  readonly value: unknown;
  readonly adapter: AdapterInfo;
}

/** The parts and results of the stages of a plan. */
export class WorkFolder {
  /** The folder of the plan, from which all paths go. */
  readonly root: string;
  /** This folder, from there. */
  readonly name: string;
  readonly #plan: string;
  readonly #reduced = new Map<string, Promise<Reduced>>();

  constructor(root: string, name: string, plan: string) {
    this.root = root;
    this.name = name;
    this.#plan = plan;
  }

  /** The path of a file of a stage, or of a grid. */
  path(...names: string[]): string {
    return join(this.root, this.name, ...names);
  }

  async writePart(stage: string, index: number, facts: PartFacts, value: unknown): Promise<void> {
    await writeSealed(this.#part(stage, index), this.#seal(stage, index), facts, value);
  }

  /** What the part of a task is of, without its value; undefined where it is not there. */
  async partFacts(stage: string, index: number): Promise<PartFacts | undefined> {
    const found = await readFacts(this.#part(stage, index), this.#seal(stage, index));
    return found?.facts as PartFacts | undefined;
  }

  /** The partial result of a task; undefined where it is not there. */
  async readPart(stage: string, index: number): Promise<{ readonly value: unknown } | undefined> {
    return readSealed(this.#part(stage, index), this.#seal(stage, index));
  }

  async writeReduced(stage: string, { value, adapter }: Reduced): Promise<void> {
    await writeSealed(this.path(stage, 'reduced'), this.#seal(stage, null), { adapter }, value);
  }

  /** What a stage came to. Rejects where it was not reduced yet. */
  reduced(stage: string): Promise<Reduced> {
    const known = this.#reduced.get(stage);
    if (known !== undefined) return known;
    const reading = this.#readReduced(stage);
    reading.catch(() => this.#reduced.delete(stage));
    this.#reduced.set(stage, reading);
    return reading;
  }

  async #readReduced(stage: string): Promise<Reduced> {
    const path = this.path(stage, 'reduced');
    const found = await readSealed(path, this.#seal(stage, null));
    if (found === undefined)
      throw new VoxmetryError(
        'invalid-argument',
        `${path} is missing: run the reduce of stage ${stage} first.`,
        { details: { stage, path } },
      );
    return { value: found.value, ...(found.facts as Omit<Reduced, 'value'>) };
  }

  /** Those of some files that are not there, or have another length. */
  async lost(files: readonly WrittenFile[]): Promise<string[]> {
    const lost: string[] = [];
    for (const { path, bytes } of files) {
      const facts = await stat(join(this.root, path)).catch(() => undefined);
      if (facts?.size !== bytes) lost.push(path);
    }
    return lost;
  }

  #part(stage: string, index: number): string {
    return this.path(stage, `${String(index)}.part`);
  }

  #seal(stage: string, index: number | null) {
    return { plan: this.#plan, stage, index };
  }
}
