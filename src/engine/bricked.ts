// State of ops that work out of core, slab by slab.
import { InFlight } from './in_flight.js';

interface StateEntry {
  readonly state: unknown;
  readonly release: () => Promise<void>;
  pins: number;
  dropped: boolean;
}

/** How the state of a bricked op comes to be and ends. */
export interface StateMaker {
  readonly prepare: (signal: AbortSignal) => Promise<unknown>;
  readonly release: (state: unknown) => Promise<void>;
}

/** Number of states that are kept; each may hold a spill file. */
const KEPT = 8;

/**
 * The states of bricked ops by recipe hash: prepared once, whoever asks, and released when they are
 * the least recently used and nobody works with them.
 */
export class BrickedStates {
  readonly #entries = new Map<string, StateEntry>();
  readonly #preparing = new InFlight<StateEntry>((entry) => {
    this.#unpin(entry);
  });

  /** Gets the state of an op, preparing it if need be, and pins it. */
  async use(
    hash: string,
    signal: AbortSignal | undefined,
    maker: StateMaker,
  ): Promise<{ readonly state: unknown; readonly release: () => void }> {
    let entry = this.#entries.get(hash);
    if (entry === undefined)
      entry = await this.#preparing.join(hash, signal, async (inner, waiters) => {
        const state = await maker.prepare(inner);
        const made: StateEntry = {
          state,
          release: () => maker.release(state),
          pins: waiters(),
          dropped: false,
        };
        this.#entries.set(hash, made);
        this.#evict();
        return made;
      });
    else {
      entry.pins += 1;
      this.#entries.delete(hash);
      this.#entries.set(hash, entry);
    }
    const held = entry;
    return {
      state: held.state,
      release: () => {
        this.#unpin(held);
      },
    };
  }

  /** Releases all states; those in use go when their work ends. */
  async clear(): Promise<void> {
    const all = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(all.map((entry) => this.#drop(entry)));
  }

  #unpin(entry: StateEntry): void {
    entry.pins -= 1;
    if (entry.dropped && entry.pins === 0) void entry.release().catch(() => undefined);
  }

  #evict(): void {
    for (const [hash, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) return;
      if (entry.pins > 0) continue;
      this.#entries.delete(hash);
      void this.#drop(entry);
    }
  }

  async #drop(entry: StateEntry): Promise<void> {
    if (entry.dropped) return;
    entry.dropped = true;
    if (entry.pins === 0) await entry.release().catch(() => undefined);
  }
}
