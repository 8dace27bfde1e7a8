/**
 * Web Locks, as far as they are used here; absent in insecure contexts, and then a death goes
 * unnoticed.
 */
interface Locks {
  request(
    name: string,
    options: { signal?: AbortSignal },
    work: () => Promise<void> | void,
  ): Promise<void>;
}

function locks(): Locks | undefined {
  return (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
}

/**
 * In the worker: holds a lock for as long as the worker lives. A terminated worker sends no event,
 * but the browser takes its locks away. Resolves once the lock is held; false where it cannot be.
 */
export function holdLock(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = locks()?.request(name, {}, () => {
      resolve(true);
      return new Promise(() => undefined);
    });
    if (held === undefined) resolve(false);
    else
      held.catch(() => {
        resolve(false);
      });
  });
}

/**
 * In the page: calls back when the worker that holds the lock is gone. The signal ends the watch.
 */
export function watchLock(name: string, signal: AbortSignal, gone: () => void): void {
  locks()
    ?.request(name, { signal }, () => {
      if (!signal.aborted) gone();
    })
    .catch(() => undefined);
}
