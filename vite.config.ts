import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { completeNotices, NOTICES } from './scripts/notices.mjs';

/** The library by its own name, as its users import it. */
export const selfImports = [
  { find: /^voxmetry$/, replacement: source('index.ts') },
  {
    find: /^voxmetry\/(engine|operations|synthetic|transform)$/,
    replacement: source('$1/index.ts'),
  },
  { find: /^voxmetry\/(session|report|records|react)$/, replacement: source('../ui/$1/index.ts') },
  { find: /^voxmetry\/ui$/, replacement: source('../ui/index.ts') },
  { find: /^voxmetry\/panels$/, replacement: source('../ui/panels.ts') },
];

function source(path: string): string {
  return fileURLToPath(new URL('src/', import.meta.url)) + path;
}

/**
 * Points the lines that start workers at the built files beside them. Their names are written in
 * two halves, which the minifier joins, so that Vite doesn't take them for more workers to bundle.
 */
function workersBesideEntry(): Plugin {
  return {
    name: 'workers-beside-entry',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /src\/(worker|io\/inflate)\/spawn\.ts$/ },
      handler: (code) => ({
        code: code
          .replace(`'./entry.ts'`, `'./worker' + '.js'`)
          .replace(`'./worker.ts'`, `'./inflate' + '.js'`),
        map: null,
      }),
    },
  };
}

/**
 * Leaves comments and indentation out of shipped WGSL. Lines stay, so that messages name those that
 * a person wrote.
 */
function bareWgsl(): Plugin {
  return {
    name: 'bare-wgsl',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /\.wgsl\?raw$/ },
      handler: async (id) => {
        const text = await readFile(id.slice(0, -'?raw'.length), 'utf8');
        const bare = text.replaceAll(/[ \t]*\/\/.*$/gm, '').replaceAll(/^[ \t]+/gm, '');
        return { code: `export default ${JSON.stringify(bare)};`, map: null };
      },
    },
  };
}

/** Leaves indentation out of the templates and styles of elements, where it is bytes alone. */
function bareTemplates(): Plugin {
  return {
    name: 'bare-templates',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/ui\/(element|(elements|elements\/panels|views|measures)\/[\w-]+)\.ts$/ },
      handler: (code) => ({ code: code.replaceAll(/\n[ \t]+/g, '\n'), map: null }),
    },
  };
}

/**
 * Leaves out the decoders of geotiff that no file reaches: their compressions are refused by our
 * own reader, or decoded by it. What they import, `lerc` among it, is not bundled either.
 */
function withoutUnusedDecoders(): Plugin {
  return {
    name: 'without-unused-decoders',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /[\\/]geotiff[\\/]dist-module[\\/]compression[\\/](jpeg|lerc|webimage)\.js$/ },
      handler: (id) => {
        const name = /(\w+)\.js$/.exec(id)?.[1] ?? '';
        const text = `The compression ${name} is not decoded.`;
        const code = `export default class { constructor() { throw new Error('${text}'); } }`;
        return { code, map: null };
      },
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [
    workersBesideEntry(),
    bareWgsl(),
    bareTemplates(),
    withoutUnusedDecoders(),
    completeNotices(),
  ],
  resolve: { alias: selfImports },
  build: {
    target: 'es2023',
    minify: 'oxc',
    sourcemap: true,
    license: { fileName: NOTICES },
    lib: {
      formats: ['es'],
      entry: {
        index: source('index.ts'),
        worker: source('worker/entry.ts'),
        inflate: source('io/inflate/worker.ts'),
        engine: source('engine/index.ts'),
        operations: source('operations/index.ts'),
        transform: source('transform/index.ts'),
        synthetic: source('synthetic/index.ts'),
        session: source('../ui/session/index.ts'),
        ui: source('../ui/index.ts'),
        panels: source('../ui/panels.ts'),
        report: source('../ui/report/index.ts'),
        records: source('../ui/records/index.ts'),
        react: source('../ui/react/index.ts'),
        cli: source('cli/main.ts'),
      },
    },
    rolldownOptions: {
      // h5wasm reads HDF5 where its user has installed it; React is the page's own.
      external: [/^node:/, 'h5wasm', 'react'],
      output: {
        // One flat folder, so that './worker.js' is right from whichever chunk names it.
        entryFileNames: '[name].js',
        chunkFileNames: 'chunk-[name]-[hash].js',
        // Vite leaves the white space of libraries; what is loaded in a page goes without it.
        minify: true,
      },
    },
  },
});
