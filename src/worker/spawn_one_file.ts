/**
 * Starts the worker in one file, where Vite bundles the page: it makes one file of a worker, and
 * before its version 8 fails where it would have to split it. The build writes this.
 */
export function spawnOneFile(): Worker | undefined {
  return undefined;
}
