import { INFLATE_SOURCE } from './worker_source.js';

/** Starts a worker that inflates; bundlers recognise this form and emit the file. */
function fromFile(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'voxmetry inflate',
  });
}

/** Starts it from its text, where its file is not served. */
function fromText(): Worker {
  if (INFLATE_SOURCE === undefined) throw new Error('this build has no text of the worker');
  const url = URL.createObjectURL(new Blob([INFLATE_SOURCE], { type: 'text/javascript' }));
  return new Worker(url, { type: 'module', name: 'voxmetry inflate' });
}

/** Ways to start a worker that inflates, the best first. */
export const INFLATER_SPAWNS: readonly (() => Worker)[] = [fromFile, fromText];
