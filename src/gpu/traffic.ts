/** Bytes that one dispatch is declared to move between memory and the GPU's cores. */
export interface Traffic {
  readonly read: number;
  readonly write: number;
}

/** What an op cost: declared bytes, dispatches, and GPU time where the device can tell. */
export interface OpCost {
  readonly op: string;
  readonly dispatches: number;
  readonly read: number;
  readonly write: number;
  /** Declared bytes, read and written, of the dispatch that moves most. */
  readonly largest: number;
  /**
   * GPU milliseconds by timestamp queries; undefined where they are not available or not asked for.
   */
  readonly gpuMs: number | undefined;
  /**
   * Wall milliseconds of the op's own step, reading and host work included; true only when
   * profiling.
   */
  readonly wallMs: number;
}

interface Entry {
  dispatches: number;
  read: number;
  write: number;
  largest: number;
  gpuMs: number | undefined;
  wallMs: number;
}

/** Sums declared traffic and measured time per op. */
export class TrafficLog {
  readonly #ops = new Map<string, Entry>();

  record(op: string, traffic: Traffic): void {
    const entry = this.#entry(op);
    entry.dispatches += 1;
    entry.read += traffic.read;
    entry.write += traffic.write;
    entry.largest = Math.max(entry.largest, traffic.read + traffic.write);
  }

  /** Adds bytes of a dispatch recorded before, known only when its result came back. */
  recordTraffic(op: string, traffic: Traffic): void {
    const entry = this.#entry(op);
    entry.read += traffic.read;
    entry.write += traffic.write;
  }

  recordTime(op: string, gpuMs: number): void {
    const entry = this.#entry(op);
    entry.gpuMs = (entry.gpuMs ?? 0) + gpuMs;
  }

  recordWall(op: string, wallMs: number): void {
    this.#entry(op).wallMs += wallMs;
  }

  /** Adds everything of another log. */
  merge(other: TrafficLog): void {
    for (const cost of other.costs()) {
      const entry = this.#entry(cost.op);
      entry.dispatches += cost.dispatches;
      entry.read += cost.read;
      entry.write += cost.write;
      entry.largest = Math.max(entry.largest, cost.largest);
      entry.wallMs += cost.wallMs;
      if (cost.gpuMs !== undefined) entry.gpuMs = (entry.gpuMs ?? 0) + cost.gpuMs;
    }
  }

  costs(): OpCost[] {
    return [...this.#ops].map(([op, entry]) => ({ op, ...entry }));
  }

  #entry(op: string): Entry {
    let entry = this.#ops.get(op);
    if (entry === undefined) {
      entry = { dispatches: 0, read: 0, write: 0, largest: 0, gpuMs: undefined, wallMs: 0 };
      this.#ops.set(op, entry);
    }
    return entry;
  }
}
