import { throwIfAborted } from '../recipe/errors.js';
import type { SourceReadOptions } from '../recipe/source.js';

/** Longest stretch of work between two looks at the message queue, in ms. */
const STRETCH = 40;

/**
 * Keeps a long host loop polite: it notices an abort, reports progress, and now and then gives the
 * event loop a turn, without which an abort that comes as a message would never arrive.
 */
export class Pace {
  readonly signal: AbortSignal | undefined;
  readonly #onProgress: ((fraction: number) => void) | undefined;
  #lastTurn = performance.now();

  constructor(options: SourceReadOptions = {}) {
    this.signal = options.signal;
    this.#onProgress = options.onProgress;
  }

  /**
   * To be called between steps; `fraction` of the whole is done. Throws `cancelled` when aborted.
   */
  async step(fraction: number): Promise<void> {
    throwIfAborted(this.signal);
    const now = performance.now();
    if (now - this.#lastTurn < STRETCH) return;
    this.#onProgress?.(Math.min(1, fraction));
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#lastTurn = performance.now();
    throwIfAborted(this.signal);
  }

  /** Reports the end. */
  done(): void {
    this.#onProgress?.(1);
  }
}
