const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Ctrl-C and SIGTERM as an abort signal. A second one ends the process at once. */
export class Interrupt {
  /** The exit code that goes with the signal; undefined where none came. */
  code: number | undefined;
  readonly #controller = new AbortController();
  readonly #listeners = SIGNALS.map(
    ([name, code]) =>
      [
        name,
        (): void => {
          this.code = code;
          this.stop();
          this.#controller.abort();
        },
      ] as const,
  );

  constructor() {
    for (const [name, listener] of this.#listeners) process.on(name, listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Leaves signals to the runtime again. */
  stop(): void {
    for (const [name, listener] of this.#listeners) process.off(name, listener);
  }
}
