// The values of a session's measures: which are there, which are stale, and what runs now.
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals-core';
import { VoxmetryError, type Query, type RunOptions } from 'voxmetry';
import type { FoundSheets } from './sheets.js';
import type { CallMemory, StepHandles } from './step_handles.js';

/** The value of a step. */
export interface StepResult {
  /** The last value that was computed; undefined before there is one. */
  readonly value: unknown;
  /** What the last run rejected with. */
  readonly error: VoxmetryError | undefined;
  /** Whether it is of an earlier state of the study. */
  readonly stale: boolean;
  /** Whether it is being computed. */
  readonly busy: boolean;
}

interface Kept {
  readonly query: Query<unknown>;
  readonly value: unknown;
  readonly error: VoxmetryError | undefined;
}

/** Runs the queries of a session, and keeps their values by step. */
export class Results {
  readonly #handles: ReadonlySignal<StepHandles>;
  readonly #memory: CallMemory;
  readonly #sheets: FoundSheets;
  readonly #again: () => void;
  readonly #kept = signal<ReadonlyMap<string, Kept>>(new Map());
  readonly #busy = signal<ReadonlySet<string>>(new Set());
  /** The results of the steps that give values, by id; those that were never run are left out. */
  readonly byStep: ReadonlySignal<ReadonlyMap<string, StepResult>>;

  constructor(
    handles: ReadonlySignal<StepHandles>,
    memory: CallMemory,
    sheets: FoundSheets,
    again: () => void,
  ) {
    this.#handles = handles;
    this.#memory = memory;
    this.#sheets = sheets;
    this.#again = again;
    this.byStep = computed(() => {
      const { queries } = this.#handles.value;
      const ids = new Set([...this.#kept.value.keys(), ...this.#busy.value]);
      return new Map(
        Array.from(ids, (id) => {
          const kept = this.#kept.value.get(id);
          return [
            id,
            {
              value: kept?.value,
              error: kept?.error,
              stale: kept !== undefined && kept.query !== queries.get(id),
              busy: this.#busy.value.has(id),
            },
          ] as const;
        }),
      );
    });
  }

  /**
   * Runs measures, one after the other; those that have their value already are not run again. What
   * waits for a roll or a stack is run after it.
   *
   * @param ids - The steps; all that give values, if left out.
   * @throws VoxmetryError `cancelled` by the signal. What an operation throws stays with its step.
   */
  async run({
    ids,
    signal: stop,
    onProgress,
  }: RunOptions & { readonly ids?: readonly string[] } = {}): Promise<void> {
    const tried = new Set<string>();
    const due = () =>
      [...this.#handles.value.queries].filter(
        ([id, query]) => !tried.has(id) && (ids?.includes(id) ?? true) && this.#isDue(id, query),
      );
    for (let wanted = due(); wanted.length > 0; wanted = due()) {
      for (const [id] of wanted) tried.add(id);
      await this.#runAll(wanted, stop, onProgress);
    }
  }

  async #runAll(
    wanted: readonly (readonly [string, Query<unknown>])[],
    stop: RunOptions['signal'],
    onProgress: RunOptions['onProgress'],
  ): Promise<void> {
    this.#busy.value = new Set([...this.#busy.value, ...wanted.map(([id]) => id)]);
    try {
      for (const [i, [id, query]] of wanted.entries()) {
        const kept = await this.#runOne(id, query, {
          signal: stop,
          onProgress: (fraction) => onProgress?.((i + fraction) / wanted.length),
        });
        batch(() => {
          this.#kept.value = new Map(this.#kept.value).set(id, kept);
          this.#busy.value = new Set([...this.#busy.value].filter((each) => each !== id));
        });
      }
    } finally {
      const done = new Set(wanted.map(([id]) => id));
      this.#busy.value = new Set([...this.#busy.value].filter((id) => !done.has(id)));
    }
  }

  #isDue(id: string, query: Query<unknown>): boolean {
    const kept = this.#kept.value.get(id);
    return !this.#busy.value.has(id) && (kept?.query !== query || kept.error !== undefined);
  }

  async #runOne(id: string, query: Query<unknown>, options: RunOptions): Promise<Kept> {
    try {
      const sheet = this.#handles.value.sheets.get(id);
      const value = await query.run(options);
      if (sheet?.query === query) {
        await this.#sheets.make(id, sheet);
        this.#again();
      }
      return { query, value, error: undefined };
    } catch (thrown) {
      const error = VoxmetryError.from(thrown);
      // A query rejects for good: the next run makes another.
      this.#memory.forget(query);
      if (error.code === 'cancelled') {
        this.#again();
        throw error;
      }
      return { query, value: this.#kept.value.get(id)?.value, error };
    }
  }
}
