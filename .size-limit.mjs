import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadedWith } from './scripts/loaded-with.mjs';

export default [
  // What a page loads at once; and of that what a bundler keeps for `import { openLab }`.
  {
    name: 'openLab',
    path: readdirSync('dist')
      .filter((f) => /^chunk-open_lab-.*\.js$/.test(f))
      .flatMap((f) => loadedWith(join('dist', f))),
    limit: '10 kB',
    gzip: true,
  },
  { name: 'main thread', path: loadedWith('dist/index.js'), limit: '16 kB', gzip: true },
  // The handles come while the worker starts; what computes ops and reads files, when it is first
  // used.
  { name: 'worker', path: loadedWith('dist/worker.js'), limit: '100 kB', gzip: true },
  {
    name: 'worker with every op',
    path: [
      ...new Set([
        ...loadedWith('dist/worker.js'),
        ...readdirSync('dist')
          .filter((f) => /^chunk-ops\.gpu-.*\.js$/.test(f))
          .flatMap((f) => loadedWith(join('dist', f))),
      ]),
    ],
    limit: '375 kB',
    gzip: true,
  },
  // Elements, without the library and what they load when it is needed.
  {
    name: 'elements',
    path: loadedWith('dist/ui.js').filter((f) => !loadedWith('dist/index.js').includes(f)),
    limit: '60 kB',
    gzip: true,
  },
];
