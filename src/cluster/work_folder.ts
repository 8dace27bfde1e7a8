// The folder in which the tasks of a plan leave what they found.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterInfo } from '../recipe/adapter.js';
import { VoxmetryError } from '../recipe/errors.js';
import { readSealed, writeSealed } from './sealed_file.js';

/** A file that a task has written, relative to the folder of the plan. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a task leaves: its partial result, the chunks that it wrote, and what computed it. */
export interface Part {
  readonly value: unknown;
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

  async writePart(stage: string, index: number, part: Part): Promise<void> {
    await writeSealed(this.path(stage, `${String(index)}.part`), this.#seal(stage, index), part);
  }

  /** The part of a task; undefined where it is not there. */
  async readPart(stage: string, index: number): Promise<Part | undefined> {
    const path = this.path(stage, `${String(index)}.part`);
    return (await readSealed(path, this.#seal(stage, index)))?.value as Part | undefined;
  }

  async writeReduced(stage: string, reduced: Reduced): Promise<void> {
    await writeSealed(this.path(stage, 'reduced'), this.#seal(stage, null), reduced);
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
    return found.value as Reduced;
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

  #seal(stage: string, index: number | null) {
    return { plan: this.#plan, stage, index };
  }
}
