// What a piece of work costs in time and memory.
import { readFile, writeFile } from 'node:fs/promises';

/** One MiB, in bytes. */
export const MIB = 2 ** 20;

/** What some work gave and cost. */
export interface Watched<T> {
  readonly result: T;
  readonly seconds: number;
  /** Most heap that turns of the event loop saw, array buffers included, in bytes. */
  readonly heap: number;
  /** Most memory that the process held, in bytes; NaN where the system is not Linux. */
  readonly resident: number;
}

/** Does some work, and says what it cost. */
export async function watched<T>(work: () => Promise<T>): Promise<Watched<T>> {
  let heap = 0;
  const timer = setInterval(() => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    heap = Math.max(heap, heapUsed + Math.max(external, arrayBuffers));
  }, 50);
  await forgetResident();
  const start = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    return { result, seconds, heap, resident: await mostResident() };
  } finally {
    clearInterval(timer);
  }
}

/** Lets Linux count the greatest resident memory anew. */
async function forgetResident(): Promise<void> {
  await writeFile('/proc/self/clear_refs', '5').catch(() => undefined);
}

/** The greatest resident memory since then, which also sees what no turn of the event loop does. */
async function mostResident(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return 1024 * Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? NaN);
}
