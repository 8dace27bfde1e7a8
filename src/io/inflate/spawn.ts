/** Starts a worker that inflates; bundlers recognise this form and emit the file. */
export function spawnInflater(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'voxmetry inflate',
  });
}
