import { useEffect, useState } from 'react';
import { VoxmetryError, type RunOptions } from 'voxmetry';

/** How far a query is, and what became of it. */
export interface QueryState<T> {
  readonly state: 'idle' | 'running' | 'done' | 'error';
  /** The last result; while another runs, the one before. */
  readonly value: T | undefined;
  /** Whether `value` is that of an earlier query. */
  readonly stale: boolean;
  readonly error: VoxmetryError | undefined;
  /** The fraction done, 0 to 1. */
  readonly progress: number;
}

/** What can be run with a signal and a progress: a `Query`, or a function that makes several. */
export type Runnable<T> =
  | {
      /** Runs it, with a signal and a progress. */
      run(options?: RunOptions): PromiseLike<T>;
    }
  | ((options: RunOptions) => PromiseLike<T>);

const IDLE = {
  state: 'idle',
  value: undefined,
  stale: false,
  error: undefined,
  progress: 0,
} as const;

/**
 * Runs a query, and renders anew with its progress and its result. When `deps` change, what runs is
 * cancelled and the next begins: the latest wins. Unmounting cancels.
 *
 * @param make - Makes the query; or undefined, while there is nothing to ask, as before the lab is
 * open. It may give an async function of `{ signal, onProgress }` that asks several things.
 * @param deps - What the query depends on, as of `useEffect`: handles are compared by identity.
 */
export function useQuery<T>(
  make: () => Runnable<T> | undefined,
  deps: readonly unknown[],
): QueryState<T> {
  const [current, setCurrent] = useState<QueryState<T>>(IDLE);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const show = (next: (last: QueryState<T>) => QueryState<T>): void => {
      if (!signal.aborted) setCurrent(next);
    };
    const fail = (thrown: unknown): void => {
      const error = VoxmetryError.from(thrown);
      show((last) => ({ ...last, state: 'error', error, stale: last.value !== undefined }));
    };
    const onProgress = (progress: number): void => {
      show((last) => (last.state === 'running' ? { ...last, progress } : last));
    };
    try {
      const query = make();
      if (query === undefined) {
        show(() => IDLE);
        return undefined;
      }
      show(({ value }) => ({ ...IDLE, state: 'running', value, stale: value !== undefined }));
      const options = { signal, onProgress };
      const running = typeof query === 'function' ? query(options) : query.run(options);
      running.then((value) => {
        show(() => ({ ...IDLE, state: 'done', value, progress: 1 }));
      }, fail);
    } catch (error) {
      fail(error);
    }
    return () => {
      controller.abort();
    };
  }, deps);
  return current;
}
