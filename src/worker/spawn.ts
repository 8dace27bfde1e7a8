/** Starts the library's own worker; bundlers recognise this form and emit the file. */
export function spawnWorker(): Worker {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'voxmetry' });
}
