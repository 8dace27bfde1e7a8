import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, defineConfig, type Plugin, type Rolldown } from 'vite';
import { checkNotices, NOTICES } from './scripts/notices.mjs';

/** The library by its own name, as its users import it. */
export const selfImports = [
  { find: /^voxmetry$/, replacement: source('index.ts') },
  { find: /^voxmetry\/inline$/, replacement: source('worker/inline.ts') },
  {
    find: /^voxmetry\/(elastic|engine|operations|simulation|synthetic|transform|twin)$/,
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

/** How the line that starts the worker is built. */
const START = 'new Worker(new URL(`./worker.js`,import.meta.url),';

/**
 * Makes the built files ones that every bundler takes. A comma, which is nothing to a parser, keeps
 * Vite 6 and 7 from bundling the worker: they cannot split one, and stop at the attempt. They copy
 * its file alone, which does not start, and the copy in memory does. Vite 8 and others bundle it.
 */
function forEveryBundler(): Plugin {
  return {
    name: 'for-every-bundler',
    apply: 'build',
    generateBundle(_, bundle) {
      let started = false;
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        if (file.code.includes(START)) started = true;
        file.code = file.code.replace(START, 'new Worker(new URL("./worker.js",import.meta.url,),');
        // What Node has is not there in a page, and bundlers for pages refuse its name.
        if (file.name !== 'cli') file.code = file.code.replaceAll(NODE_IMPORT, HIDDEN);
      }
      if (!started) this.error('the line that starts the worker was not found');
    },
  };
}

/** An import whose name bundlers do not see. */
const HIDDEN = 'import(/* webpackIgnore: true *//* @vite-ignore */String([$1]))';

/** A module of Node that is loaded where there is one. */
const NODE_IMPORT = /\bimport\((`node:[^`$]+`)\)/g;

/** Puts the texts of workers, each bundled to one file, where they are started from memory. */
function workerTexts(): Plugin {
  return {
    name: 'worker-texts',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /src\/(worker\/whole|io\/inflate\/worker)_source\.ts$/ },
      async handler(id) {
        const whole = id.endsWith('whole_source.ts');
        const text = await oneFile(source(whole ? 'worker/entry.ts' : 'io/inflate/worker.ts'));
        if (whole) this.emitFile({ type: 'asset', fileName: WHOLE_WORKER, source: text });
        const name = whole ? 'WHOLE_SOURCE' : 'INFLATE_SOURCE';
        return { code: `export const ${name} = ${JSON.stringify(text)};`, map: null };
      },
    },
  };
}

/** The worker in one file, in dist/. */
const WHOLE_WORKER = 'worker-whole.js';

/** A module with all that it imports, as the text of one file. */
async function oneFile(entry: string): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    define,
    resolve: { alias: selfImports },
    plugins: [
      workersBesideEntry(),
      workerTexts(),
      bareWgsl(),
      bareTemplates(),
      withoutUnusedDecoders(),
      wasmWithoutFetch(),
    ],
    build: {
      ...builtAs,
      write: false,
      lib: { formats: ['es'], entry },
      rolldownOptions: { external, output: { codeSplitting: false, minify: true } },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code.replaceAll(NAMED_IMPORT, HIDDEN);
}

/**
 * What is imported by its name, h5wasm, onnxruntime-web and Node's own. The whole worker hides
 * these names: where it is started from memory none is resolved, and a bundler that found one would
 * split the file.
 */
const NAMED_IMPORT = /\bimport\((`[^`$]+`)\)/g;

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
 * Leaves out the decoders of numcodecs, which zarrita would load: our own take their place.
 */
function withoutUnusedDecoders(): Plugin {
  return {
    name: 'without-unused-decoders',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: {
        id: /[\\/]numcodecs[\\/]dist[\\/](blosc|lz4|zstd|gzip|zlib)\.js$/,
      },
      handler: (id) => {
        const name = /(\w+)\.js$/.exec(id)?.[1] ?? '';
        const text = `${name} is left out.`;
        const code = `export default class { constructor() { throw new Error('${text}'); } }`;
        return { code, map: null };
      },
    },
  };
}

/**
 * Has zstddec decode its WebAssembly itself: it would fetch it from a data: URL, which a page's
 * content security policy forbids unless it allows `connect-src data:`.
 */
function wasmWithoutFetch(): Plugin {
  return {
    name: 'wasm-without-fetch',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /[\\/]zstddec[\\/]dist[\\/]/ },
      handler(code) {
        if (!code.includes(FETCHED_WASM)) this.error('zstddec fetches its WebAssembly otherwise');
        const bytes = 'Uint8Array.from(atob(wasm), (c) => c.charCodeAt(0))';
        return { code: code.replace(FETCHED_WASM, `Promise.resolve(${bytes})`), map: null };
      },
    },
  };
}

const FETCHED_WASM =
  'fetch(`data:application/wasm;base64,${wasm}`).then(response => response.arrayBuffer())';

// h5wasm, onnxruntime-web and elastix read HDF5, run networks and register where their user has
// installed them; React is the page's own.
const external = [/^node:/, 'h5wasm', /^onnxruntime-web/, '@itk-wasm/elastix', 'react'];

/** What Node has as globals, as pages can ask for it: Parcel looks for packages that stand in. */
const define = { Buffer: 'globalThis.Buffer', process: 'globalThis.process' };

const builtAs = { target: 'es2023', minify: 'oxc' } as const;

export default defineConfig({
  base: './',
  define,
  plugins: [
    workersBesideEntry(),
    forEveryBundler(),
    workerTexts(),
    bareWgsl(),
    bareTemplates(),
    withoutUnusedDecoders(),
    wasmWithoutFetch(),
    checkNotices(),
  ],
  resolve: { alias: selfImports },
  build: {
    ...builtAs,
    sourcemap: true,
    license: { fileName: NOTICES },
    lib: {
      formats: ['es'],
      entry: {
        index: source('index.ts'),
        inline: source('worker/inline.ts'),
        worker: source('worker/entry.ts'),
        inflate: source('io/inflate/worker.ts'),
        engine: source('engine/index.ts'),
        operations: source('operations/index.ts'),
        transform: source('transform/index.ts'),
        synthetic: source('synthetic/index.ts'),
        simulation: source('simulation/index.ts'),
        twin: source('twin/index.ts'),
        elastic: source('elastic/index.ts'),
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
      external,
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
