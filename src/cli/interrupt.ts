import type { Streams } from './streams.js';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Ctrl-C and SIGTERM as an abort signal. A second one ends the process at once. */
class Interrupt {
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

/** Does what a signal may interrupt, and resolves to its exit code, or to the signal's. */
export async function interruptible(
  streams: Streams,
  act: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupt = new Interrupt();
  // The step that the GPU is at comes to its end: drivers crash where it is torn down under them.
  interrupt.signal.addEventListener('abort', () => {
    streams.progress?.('stopping; once more to end at once');
  });
  try {
    return await act(interrupt.signal);
  } catch (error) {
    if (interrupt.code === undefined) throw error;
    streams.error('voxmetry: interrupted; what was not finished is not written\n');
    return interrupt.code;
  } finally {
    interrupt.stop();
  }
}
