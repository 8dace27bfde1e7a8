import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { selfImports } from '../../vite.config.js';
import { keepElements, offline } from './page/offline.js';
import { notebooks, importEntries, PACKAGES, pagesOf, policies } from './page/pages.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const KIT = '../../node_modules/@observablehq/notebook-kit/dist/src';

export default defineConfig({
  root: at('.'),
  base: './',
  // A page that is not there is an error, not the list of notebooks.
  appType: 'mpa',
  plugins: [offline(), keepElements(), notebooks(at('page/template.html')), policies()],
  resolve: {
    alias: [
      // Notebooks use the library as its source is now, with no build between.
      ...selfImports,
      { find: /^observable:(.*)$/, replacement: `${at(KIT)}/$1` },
      // Cells are JavaScript: the compiler of the kit's TypeScript cells is 9 MB.
      { find: /^typescript$/, replacement: at('page/no_typescript.ts') },
    ],
  },
  cacheDir: at('../../.cache/vite-notebooks'),
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: ['../..'] } },
  preview: { host: '127.0.0.1' },
  build: {
    target: 'es2023',
    // Fonts and pictures as data would need a weaker policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: { ...pagesOf(at('.')), ...importEntries(at('.')) },
      preserveEntrySignatures: 'exports-only',
      // Of packages that are not installed, whatever is imported is missing: see offline().
      shimMissingExports: true,
    },
  },
  optimizeDeps: {
    exclude: ['@observablehq/notebook-kit'],
    include: PACKAGES.filter((name) => !name.startsWith('voxmetry')),
  },
});
