import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadedWith } from './scripts/loaded-with.mjs';

/** Built files of a chunk's name, each with all that it imports at once. @param {string} name */
const chunk = (name) =>
  readdirSync('dist')
    .filter((file) => new RegExp(`^chunk-${name}-[\\w-]{8}\\.js$`).test(file))
    .flatMap((file) => loadedWith(join('dist', file)));

/** @param {string[]} files @param {string[]} before What is loaded already. */
const beyond = (files, before) => [...new Set(files)].filter((file) => !before.includes(file));

export default [
  // What a page loads at once; and of that what a bundler keeps for `import { openLab }`.
  {
    name: 'openLab',
    path: chunk('open_lab'),
    limit: '10 kB',
    gzip: true,
  },
  { name: 'main thread', path: loadedWith('dist/index.js'), limit: '16.3 kB', gzip: true },
  // The handles come while the worker starts, with the declarations of all ops, some 0.4 kB each;
  // what computes ops and reads files, when it is first used.
  {
    name: 'handles',
    path: beyond(chunk('lab'), chunk('open_lab')),
    limit: '152 kB',
    gzip: true,
  },
  { name: 'worker', path: loadedWith('dist/worker.js'), limit: '140 kB', gzip: true },
  {
    name: 'worker with every op',
    path: beyond([...loadedWith('dist/worker.js'), ...chunk('ops\\.gpu')], []),
    limit: '496 kB',
    gzip: true,
  },
  // Loaded only where the worker's file does not start: every op, and what reads and writes files.
  { name: 'worker in one file', path: 'dist/worker-whole.js', limit: '652 kB', gzip: true },
  {
    name: 'hooks for React',
    path: beyond(loadedWith('dist/react.js'), loadedWith('dist/index.js')),
    limit: '3 kB',
    gzip: true,
  },
  // Elements, without the library and what they load when it is needed.
  {
    name: 'elements',
    path: beyond(loadedWith('dist/ui.js'), loadedWith('dist/index.js')),
    limit: '61 kB',
    gzip: true,
  },
];
