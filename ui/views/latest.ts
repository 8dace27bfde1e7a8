/** Runs one piece of asynchronous work at a time; of those that wait, only the latest is run. */
export class Latest<T> {
  readonly #work: (asked: T) => Promise<void>;
  #waiting: { readonly asked: T } | undefined;
  #running = false;

  /** @param work - Must not reject. */
  constructor(work: (asked: T) => Promise<void>) {
    this.#work = work;
  }

  ask(asked: T): void {
    this.#waiting = { asked };
    if (!this.#running) void this.#run();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting = undefined;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting; next !== undefined; next = this.#waiting) {
      this.#waiting = undefined;
      await this.#work(next.asked);
    }
    this.#running = false;
  }
}
