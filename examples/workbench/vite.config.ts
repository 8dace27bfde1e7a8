import { createHash } from 'node:crypto';
import { defineConfig, type Plugin } from 'vite';
import { selfImports } from '../../vite.config.js';

/**
 * A worker that keeps every file of the page in the browser, so that it also begins without a
 * network. It names what it keeps, and is another one when any file is.
 */
function keptOffline(): Plugin {
  return {
    name: 'kept-offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = Object.keys(bundle).filter((name) => !name.endsWith('.map'));
        const version = createHash('sha256').update(files.sort().join()).digest('hex').slice(0, 12);
        const source = `const NAME = 'voxmetry-${version}';
const FILES = ${JSON.stringify(['./', ...files.filter((name) => name !== 'index.html')])};
${KEEPER}`;
        this.emitFile({ type: 'asset', fileName: 'offline.js', source });
      },
    },
  };
}

const KEEPER = `addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES)).then(() => skipWaiting()));
});
addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('voxmetry-') && name !== NAME)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => clients.claim()),
  );
});
addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  const kept = () => caches.match(request, { ignoreSearch: request.mode === 'navigate' });
  // The page itself is the newest that there is; what it names never changes.
  event.respondWith(
    request.mode === 'navigate'
      ? fetch(request).catch(async () => (await kept()) ?? caches.match('./'))
      : kept().then((found) => found ?? fetch(request)),
  );
});
`;

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [keptOffline()],
  resolve: { alias: selfImports },
  cacheDir: '../../.cache/vite-workbench',
  worker: { format: 'es' },
  build: { target: 'es2023', minify: 'oxc', modulePreload: { polyfill: false } },
});
