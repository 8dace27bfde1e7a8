// Where the wall time of a run goes.

/** A stage and the milliseconds that it took. */
export interface StageTime {
  readonly name: string;
  readonly ms: number;
}

/** What is left: time in which no stage was under way. */
export const OTHER = 'other';

/**
 * Wall time by stages. Stages nest and may overlap: every moment belongs to the one that began last
 * of those under way, so that the times of all add up to the wall time.
 */
export class Stages {
  readonly #times = new Map<string, number>();
  readonly #open: { readonly name: string }[] = [];
  readonly #now: () => number;
  #since: number;
  #begun = false;

  /**
   * @param since - From when on time is counted, by default from the start of the process. What
   * comes before the first stage is that stage's.
   * @param now - Tells the time in milliseconds.
   */
  constructor(since = 0, now = (): number => performance.now()) {
    this.#since = since;
    this.#now = now;
  }

  /** Begins a stage; what it gives ends it. */
  begin(name: string): () => void {
    if (this.#begun) this.#settle();
    this.#begun = true;
    const own = { name };
    this.#open.push(own);
    return () => {
      const at = this.#open.indexOf(own);
      if (at < 0) return;
      this.#settle();
      this.#open.splice(at, 1);
    };
  }

  /** What a stage took so far. */
  spent(name: string): number {
    this.#settle();
    return this.#times.get(name) ?? 0;
  }

  /**
   * Gives time of one stage to others, as the GPU tells afterwards what its kernels took; in
   * proportion, where they say more than `most`.
   */
  divide(name: string, parts: readonly StageTime[], most: number): void {
    const sum = parts.reduce((total, { ms }) => total + ms, 0);
    const scale = sum > most ? most / sum : 1;
    for (const part of parts) this.#add(part.name, scale * part.ms);
    this.#add(name, -scale * sum);
  }

  /** The times since the last call, the longest first; the next ones begin here. */
  lap(): readonly StageTime[] {
    this.#settle();
    const times = Array.from(this.#times, ([name, ms]) => ({ name, ms }));
    this.#times.clear();
    return times.sort((a, b) => b.ms - a.ms);
  }

  #settle(): void {
    const now = this.#now();
    this.#add(this.#open.at(-1)?.name ?? OTHER, now - this.#since);
    this.#since = now;
  }

  #add(name: string, ms: number): void {
    this.#times.set(name, (this.#times.get(name) ?? 0) + ms);
  }
}
