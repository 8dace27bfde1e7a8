// Deduplication of work in flight (single flight), with reference-counted cancellation.
import { cancelled } from '../recipe/errors.js';

interface Task<T> {
  readonly controller: AbortController;
  readonly promise: Promise<T>;
  waiters: number;
  settled: boolean;
  result: T | undefined;
}

/**
 * Work that several callers may wait for. A cancel takes one waiter away; when none is left the
 * work is stopped. `hand` is called once per waiter when the work is done, `giveUp` for a waiter
 * who left just after that.
 */
export class InFlight<T> {
  readonly #tasks = new Map<string, Task<T>>();
  readonly #giveUp: (result: T) => void;

  constructor(giveUp: (result: T) => void = () => undefined) {
    this.#giveUp = giveUp;
  }

  get size(): number {
    return this.#tasks.size;
  }

  /**
   * Joins the work under a key, or starts it. `start` gets the signal that aborts when all waiters
   * have gone, and a function that tells how many wait.
   */
  async join(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal, waiters: () => number) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted === true) throw cancelled();
    let task = this.#tasks.get(key);
    if (task === undefined || task.controller.signal.aborted) task = this.#start(key, start);
    task.waiters += 1;
    return this.#wait(task, signal);
  }

  #start(key: string, start: (signal: AbortSignal, waiters: () => number) => Promise<T>): Task<T> {
    const controller = new AbortController();
    // Started in a microtask, so that the first waiter is counted before anything can finish.
    const promise = Promise.resolve().then(() => start(controller.signal, () => task.waiters));
    const task: Task<T> = { controller, promise, waiters: 0, settled: false, result: undefined };
    this.#tasks.set(key, task);
    const end = (): void => {
      task.settled = true;
      if (this.#tasks.get(key) === task) this.#tasks.delete(key);
    };
    promise.then((result) => {
      task.result = result;
      end();
    }, end);
    return task;
  }

  #wait(task: Task<T>, signal: AbortSignal | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let open = true;
      const leave = (): void => {
        if (!open) return;
        open = false;
        signal?.removeEventListener('abort', leave);
        task.waiters -= 1;
        if (task.settled) {
          if (task.result !== undefined) this.#giveUp(task.result);
        } else if (task.waiters === 0) task.controller.abort();
        reject(cancelled());
      };
      signal?.addEventListener('abort', leave);
      const settle = (finish: () => void): void => {
        if (!open) return;
        open = false;
        signal?.removeEventListener('abort', leave);
        finish();
      };
      task.promise.then(
        (result) => {
          settle(() => {
            resolve(result);
          });
        },
        (error: unknown) => {
          settle(() => {
            reject(error instanceof Error ? error : new Error(String(error)));
          });
        },
      );
    });
  }
}
