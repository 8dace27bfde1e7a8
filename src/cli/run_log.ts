import type { Query } from '../index.js';
import type { Timing } from './analysis.js';

/** What a result says that its reader must know, such as voxels without a value. */
function warningsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('warnings' in value)) return [];
  const { warnings } = value;
  return Array.isArray(warnings) ? warnings.filter((w): w is string => typeof w === 'string') : [];
}

/** Asks queries and keeps what each op of theirs cost, in the order in which ops were first run. */
export class RunLog {
  readonly #costs = new Map<string, { milliseconds: number; bytes: number }>();
  readonly #notes = new Map<string, Map<string, unknown>>();
  readonly #warnings = new Set<string>();
  readonly #signal: AbortSignal | undefined;

  /** @param signal - Cancels what is asked. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /** Awaits a query and takes down its costs and its provenance. */
  async ask<T>(query: Query<T>): Promise<T> {
    const value = await query.run({ signal: this.#signal });
    for (const { op, wallMs, read, write } of query.timings) {
      const cost = this.#costs.get(op) ?? { milliseconds: 0, bytes: 0 };
      cost.milliseconds += wallMs;
      cost.bytes += read + write;
      this.#costs.set(op, cost);
    }
    for (const [op, note] of Object.entries(query.provenance?.notes ?? {})) {
      const said = this.#notes.get(op) ?? new Map<string, unknown>();
      this.#notes.set(op, said.set(JSON.stringify(note), note));
    }
    for (const warning of query.provenance?.warnings ?? []) this.#warnings.add(warning);
    for (const warning of warningsOf(value)) this.#warnings.add(warning);
    return value;
  }

  /** Time and declared traffic per op, summed over all queries. */
  get timings(): readonly Timing[] {
    return Array.from(this.#costs, ([op, cost]) => ({ op, ...cost }));
  }

  /**
   * What the ops say of their estimators, border rules and connectivities; a list where an op ran
   * in several ways.
   */
  get notes(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Array.from(this.#notes, ([op, said]) => {
        const all = [...said.values()];
        return [op, all.length === 1 ? all[0] : all];
      }),
    );
  }

  /** Takes down what a reader of the results must know. */
  note(warning: string): void {
    this.#warnings.add(warning);
  }

  /** What the reader and the results had to say, each thing once. */
  get warnings(): readonly string[] {
    return [...this.#warnings];
  }
}
