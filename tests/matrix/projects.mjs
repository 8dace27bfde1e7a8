// The projects of the matrix: what each installs, its files, how it is built, what is served.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';
import { POROSITY } from './porosity.js';

/**
 * @typedef {object} Project
 * @property {Record<string, string>} packages Exact versions, beside the library's tarball.
 * @property {object} [manifest] What its package.json needs beside them.
 * @property {Record<string, string>} files Beside `porosity.js`.
 * @property {string[][]} [build] Commands, each of the project's own packages.
 * @property {[from: string, to: string]} [copy] A folder whose files are copied into another then.
 * @property {string} [serve] The folder that is served then; default the project.
 * @property {string} [under] The path that it is served under; default `/`.
 * @property {Record<string, string>} [headers] Of every answer.
 * @property {string} [second] The library comes from a second origin, which takes this name's place
 * in the page.
 * @property {string[]} [server] Or a server of its own: a command; PORT stands for the port.
 * @property {{ file: string, from: string, to: string }} [edit] What is changed in it then.
 * @property {unknown} [leaves] What the page leaves in the end; default the porosity.
 * @property {number} [workers] Workers that run in the end; default none.
 */

const page = (script = '/main.js', type = 'module') =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>matrix</title>
<body><script type="${type}" src="${script}"></script></body>\n`;

/**
 * A page without a bundler: an import map names the library.
 * @param {string} origin
 */
const importMap = (origin = '') =>
  page().replace(
    '<body>',
    `<script type="importmap">{"imports":{"voxmetry":"${origin}/node_modules/voxmetry/dist/index.js"}}</script>
<body>`,
  );

/** What a page runs, where it has no framework. */
const MAIN =
  "import { openLab } from 'voxmetry';\nimport { leavePorosity } from './porosity.js';\nvoid leavePorosity(openLab);\n";

/**
 * Makes an HDF5 file in the page, and reads it in the library's worker.
 * @param {string} open
 */
const hdf5Main = (open) => `import h5wasm from 'h5wasm';
import { openLab } from 'voxmetry';
import { leavePorosity } from './porosity.js';
const { FS } = await h5wasm.ready;
await leavePorosity(${open}, ({ data, size: [x, y, z] }) => {
  const file = new h5wasm.File('a.h5', 'w');
  file.create_dataset({ name: 'a', data, shape: [z, y, x] });
  file.close();
  return FS.readFile('a.h5').slice().buffer;
});\n`;

/** What a page under a content security policy runs: its own scripts, and nothing inline. */
const ZSTD_MAIN =
  "import { openLab } from 'voxmetry';\nimport { leaveZstd } from './porosity.js';\nvoid leaveZstd(openLab);\n";

/** A page without a bundler and without an import map, which is a script in the page. */
const zstdPage = {
  packages: {},
  files: {
    'index.html': page(),
    'main.js': ZSTD_MAIN.replace("'voxmetry'", "'/node_modules/voxmetry/dist/index.js'"),
  },
};

/**
 * A strict content security policy: what is not named is forbidden.
 * @param {string} scripts
 */
const policy = (scripts) => ({
  'content-security-policy': `default-src 'none'; connect-src 'self'; img-src data:; ${scripts}`,
});

/** @param {string} version @param {object} [more] @returns {Record<string, Project>} */
const viteProjects = (version, more = {}) => {
  const name = `vite${version.split('.')[0]}`;
  const common = {
    packages: { vite: version, ...more },
    files: { 'index.html': page(), 'main.js': MAIN },
  };
  /** @param {string} base */
  const built = (base) => [['vite', 'build', '--base', base]];
  return {
    [`${name}-dev`]: {
      ...common,
      server: ['vite', '--host', '127.0.0.1', '--port', 'PORT', '--strictPort'],
    },
    [name]: { ...common, build: built('/'), serve: 'dist' },
    [`${name}-subpath`]: {
      ...common,
      build: built('/some/path/'),
      serve: 'dist',
      under: '/some/path/',
    },
    [`${name}-relative`]: { ...common, build: built('./'), serve: 'dist', under: '/any/' },
  };
};

/** @param {string} version @param {string} react @param {string[]} flags @returns {Project} */
const nextProject = (version, react, ...flags) => ({
  packages: { next: version, react, 'react-dom': react },
  files: {
    'app/layout.jsx':
      'export default function Layout({ children }) { return <html><body>{children}</body></html>; }\n',
    'app/page.jsx': `'use client';
import { useEffect } from 'react';
import { openLab } from 'voxmetry';
import { leavePorosity } from '../porosity.js';
export default function Page() {
  useEffect(() => { void leavePorosity(openLab); }, []);
  return <p>matrix</p>;
}\n`,
  },
  build: [['next', 'build', ...flags]],
  server: ['next', 'start', '--hostname', '127.0.0.1', '--port', 'PORT'],
});

const guide = readFileSync(join(root, 'docs/embedding.md'), 'utf8');

/** A file as the guide has it, below its name. @param {string} path */
function fromGuide(path) {
  const name = path.replaceAll(/[.+]/g, String.raw`\$&`);
  const text = new RegExp(`^\`${name}\`:\n\n\`\`\`[^\n]*\n([^]*?)^\`\`\``, 'm').exec(guide)?.[1];
  if (text === undefined) throw new Error(`docs/embedding.md has no ${path}`);
  return text;
}

/** Leaves the number that a page of the guide shows. */
const SHOWN = `<script>
const looking = setInterval(() => {
  const number = /Porosity ([\\d.]+)/.exec(document.body.innerText)?.[1];
  if (number === undefined) return;
  clearInterval(looking);
  globalThis.outcome = Number(number);
}, 50);
</script>\n`;

/**
 * A project of the guide: its component stays, and its lab with it.
 * @param {Project} like
 * @param {string} path
 * @param {Record<string, string>} files
 * @param {string} html
 * @returns {Project}
 */
const guideProject = (like, path, files, html = 'index.html') => ({
  ...like,
  files: {
    ...like.files,
    ...files,
    [path]: fromGuide(path),
    [html]: (files[html] ?? fromGuide(html)) + SHOWN,
  },
  workers: 1,
});

/** A page with an element for an application. @param {string} script */
const appPage = (script) =>
  page(script).replace('<body>', '<body><div id="app"></div><app-root></app-root>');

/** @type {Record<string, Project>} */
const ownProjects = {
  plain: { packages: {}, files: { 'index.html': importMap(), 'main.js': MAIN } },
  'plain-cdn': {
    packages: {},
    files: { 'index.html': importMap('http://second.test'), 'main.js': MAIN },
    second: 'http://second.test',
  },
  'plain-isolated': {
    packages: {},
    files: { 'index.html': importMap(), 'main.js': MAIN },
    headers: {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    },
  },
  'plain-csp': {
    ...zstdPage,
    headers: policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"),
    leaves: { porosity: POROSITY, zstd: POROSITY },
  },
  'plain-csp-no-wasm': {
    ...zstdPage,
    headers: policy("script-src 'self'; worker-src 'self'"),
    leaves: {
      porosity: POROSITY,
      zstd: { code: 'unsupported-format', directive: "script-src 'wasm-unsafe-eval'" },
    },
  },
  ...viteProjects('6.4.6'),
  ...viteProjects('7.3.8'),
  ...viteProjects('8.3.8'),
  'vite8-hot': {
    packages: { vite: '8.3.8' },
    files: {
      'index.html': page(),
      // Edited while it runs: the lab of the old module ends, and the page is not loaded anew.
      'main.js': `import { openLab } from 'voxmetry';
import { leave, openPorosity } from './porosity.js';
globalThis.editions = [...(globalThis.editions ?? []), 'first'];
const { lab, porosity } = await openPorosity(openLab);
leave({ porosity, editions: globalThis.editions });
import.meta.hot.accept();
import.meta.hot.dispose(() => lab.dispose());\n`,
    },
    server: ['vite', '--host', '127.0.0.1', '--port', 'PORT', '--strictPort'],
    edit: { file: 'main.js', from: "'first'", to: "'second'" },
    leaves: { porosity: POROSITY, editions: ['first', 'second'] },
    workers: 1,
  },
  'hdf5-vite8': {
    packages: { vite: '8.3.8', h5wasm: '0.10.3' },
    files: { 'index.html': page(), 'main.js': hdf5Main('openLab') },
    build: [['vite', 'build']],
    serve: 'dist',
  },
  // The worker in memory cannot resolve a name.
  'hdf5-from-memory': {
    packages: { vite: '8.3.8', h5wasm: '0.10.3' },
    files: {
      'index.html': page(),
      'main.js': hdf5Main("() => inline({ hdf5: '/hdf5_hl.js' })").replace(
        "import { openLab } from 'voxmetry'",
        "import { openLab as inline } from 'voxmetry/inline'",
      ),
    },
    build: [['vite', 'build']],
    copy: ['node_modules/h5wasm/dist/esm', 'dist'],
    serve: 'dist',
  },
  esbuild: {
    packages: { esbuild: '0.28.2' },
    files: { 'index.html': page('/out/main.js'), 'main.js': MAIN },
    build: [['esbuild', 'main.js', '--bundle', '--format=esm', '--splitting', '--outdir=out']],
  },
  'esbuild-iife': {
    packages: { esbuild: '0.28.2' },
    files: { 'index.html': page('/out/main.js', 'text/javascript'), 'main.js': MAIN },
    build: [['esbuild', 'main.js', '--bundle', '--format=iife', '--outdir=out']],
  },
  'esbuild-inline': {
    packages: { esbuild: '0.28.2' },
    files: {
      'index.html': page('/out/main.js', 'text/javascript'),
      'main.js':
        "import { openLab } from 'voxmetry/inline';\nimport { leavePorosity } from './porosity.js';\nvoid leavePorosity(openLab);\n",
    },
    build: [['esbuild', 'main.js', '--bundle', '--format=iife', '--outdir=out']],
  },
  'esbuild-csp': {
    packages: { esbuild: '0.28.2' },
    files: { 'index.html': page('/out/main.js'), 'main.js': ZSTD_MAIN },
    build: [['esbuild', 'main.js', '--bundle', '--format=esm', '--splitting', '--outdir=out']],
    headers: policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"),
    leaves: { porosity: POROSITY, zstd: POROSITY },
  },
  'esbuild-csp-no-blob': {
    packages: { esbuild: '0.28.2' },
    files: { 'index.html': page('/out/main.js'), 'main.js': MAIN },
    build: [['esbuild', 'main.js', '--bundle', '--format=esm', '--splitting', '--outdir=out']],
    headers: policy("script-src 'self'; worker-src 'self'"),
    leaves: { code: 'worker-failed', directive: 'worker-src blob:' },
  },
  rollup: {
    packages: { rollup: '4.68.8', '@rollup/plugin-node-resolve': '16.0.3' },
    files: { 'index.html': page('/out/main.js'), 'main.js': MAIN },
    build: [['rollup', 'main.js', '-d', 'out', '-p', 'node-resolve']],
  },
  webpack: {
    packages: { webpack: '5.113.0', 'webpack-cli': '7.3.1' },
    files: { 'index.html': page('/out/main.js'), 'main.js': MAIN },
    build: [
      [
        'webpack',
        '--mode',
        'production',
        '--entry',
        './main.js',
        '--output-path',
        'out',
        '--output-filename',
        'main.js',
        '--output-public-path',
        '/out/',
      ],
    ],
  },
  rspack: {
    packages: { '@rspack/core': '2.2.8', '@rspack/cli': '2.2.8' },
    files: {
      'index.html': page('/out/main.js'),
      'main.js': MAIN,
      'rspack.config.mjs':
        "export default { mode: 'production', entry: './main.js', output: { path: import.meta.dirname + '/out', filename: 'main.js', publicPath: '/out/' } };\n",
    },
    build: [['rspack', 'build']],
  },
  parcel: {
    packages: { parcel: '2.16.4' },
    // Parcel stops at packages that are optional and not there.
    manifest: { alias: { h5wasm: false, 'onnxruntime-web/webgpu': false } },
    files: { 'index.html': page('./main.js'), 'main.js': MAIN },
    build: [['parcel', 'build', 'index.html', '--no-cache', '--public-url', '/']],
    serve: 'dist',
  },
  'vite7-csp': {
    packages: { vite: '7.3.8' },
    files: {
      'index.html': page(),
      // Without blob: a page gives the address of the worker in one file.
      'main.js': `import { openLab } from 'voxmetry';
import wholeWorker from 'voxmetry/worker-whole?url';
import { leaveZstd } from './porosity.js';
const createWorker = () => new Worker(wholeWorker, { type: 'module' });
void leaveZstd(() => openLab({ createWorker }));\n`,
    },
    build: [['vite', 'build']],
    serve: 'dist',
    headers: policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"),
    leaves: { porosity: POROSITY, zstd: POROSITY },
  },
  react: {
    packages: { vite: '8.3.8', react: '19.2.0', 'react-dom': '19.2.0' },
    files: {
      'index.html': page('/main.jsx'),
      'main.jsx': `import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { LabProvider, useLab } from 'voxmetry/react';
import { leave, openPorosity } from './porosity.js';
function Porosity() {
  const { lab, error } = useLab();
  useEffect(() => {
    if (lab === undefined) return;
    void openPorosity(() => Promise.resolve(lab)).then(({ porosity }) => {
      root.unmount();
      leave(porosity);
    });
  }, [lab]);
  return <p>{error?.message}</p>;
}
const root = createRoot(document.body.appendChild(document.createElement('div')));
root.render(
  <StrictMode>
    <LabProvider>
      <Porosity />
    </LabProvider>
  </StrictMode>,
);\n`,
    },
    build: [['vite', 'build']],
    serve: 'dist',
  },
  vue: {
    packages: { vite: '8.3.8', vue: '3.5.45', '@vitejs/plugin-vue': '6.0.9' },
    files: {
      'index.html': page('/app.js'),
      'vite.config.js':
        "import vue from '@vitejs/plugin-vue';\nexport default { plugins: [vue()] };\n",
      'app.js':
        "import { createApp } from 'vue';\nimport App from './App.vue';\nconst at = document.createElement('div');\ndocument.body.append(at);\ncreateApp(App).mount(at);\n",
      'App.vue': `<script setup>
import { onMounted } from 'vue';
import { openLab } from 'voxmetry';
import { leavePorosity } from './porosity.js';
onMounted(() => leavePorosity(openLab));
</script>
<template><p>matrix</p></template>\n`,
    },
    build: [['vite', 'build']],
    serve: 'dist',
  },
  sveltekit: {
    packages: {
      '@sveltejs/kit': '2.70.4',
      '@sveltejs/adapter-static': '3.0.10',
      '@sveltejs/vite-plugin-svelte': '7.3.1',
      svelte: '5.57.3',
      vite: '8.3.8',
    },
    files: {
      'svelte.config.js':
        "import adapter from '@sveltejs/adapter-static';\nexport default { kit: { adapter: adapter() } };\n",
      'vite.config.js':
        "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
      'src/app.html':
        '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n',
      'src/routes/+layout.js': 'export const prerender = true;\n',
      'src/routes/+page.svelte': `<script>
  import { onMount } from 'svelte';
  import { openLab } from 'voxmetry';
  import { leavePorosity } from '../../porosity.js';
  onMount(() => void leavePorosity(openLab));
</script>
<p>matrix</p>\n`,
    },
    build: [['vite', 'build']],
    serve: 'build',
  },
  angular: {
    packages: {
      '@angular/build': '21.2.27',
      '@angular/cli': '21.2.27',
      '@angular/common': '21.2.26',
      '@angular/compiler': '21.2.26',
      '@angular/compiler-cli': '21.2.26',
      '@angular/core': '21.2.26',
      '@angular/platform-browser': '21.2.26',
      rxjs: '7.8.2',
      tslib: '2.8.1',
      typescript: '5.9.3',
    },
    files: {
      'angular.json': JSON.stringify({
        version: 1,
        projects: {
          matrix: {
            projectType: 'application',
            root: '',
            sourceRoot: 'src',
            architect: {
              build: {
                builder: '@angular/build:application',
                options: {
                  browser: 'src/main.ts',
                  index: 'src/index.html',
                  tsConfig: 'tsconfig.json',
                },
              },
            },
          },
        },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'ES2022',
          module: 'preserve',
          moduleResolution: 'bundler',
          lib: ['ES2022', 'DOM'],
          types: [],
          strict: true,
          skipLibCheck: true,
          experimentalDecorators: true,
          allowJs: true,
        },
        files: ['src/main.ts'],
      }),
      'src/index.html':
        '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><base href="/"><body><app-root></app-root></body>\n',
      'src/main.ts': `import { Component, type OnInit } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { openLab } from 'voxmetry';
import { leavePorosity } from '../porosity.js';
@Component({ selector: 'app-root', template: '<p>matrix</p>' })
class App implements OnInit {
  ngOnInit(): void {
    void leavePorosity(openLab);
  }
}
void bootstrapApplication(App);\n`,
    },
    build: [['ng', 'build']],
    serve: 'dist/matrix/browser',
  },
  next15: nextProject('15.5.29', '19.2.0'),
  next16: nextProject('16.4.6', '19.2.0'),
  'next16-webpack': nextProject('16.4.6', '19.2.0', '--webpack'),
};

/** @param {string} name */
const own = (name) => /** @type {Project} */ (ownProjects[name]);

/** @type {Record<string, Project>} */
export const projects = {
  ...ownProjects,
  'plain-guide': guideProject(own('plain'), 'index.html', {}),
  'react-guide': guideProject(own('react'), 'src/App.jsx', {
    'index.html': appPage('/main.jsx'),
    'main.jsx': `import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import App from './src/App.jsx';
createRoot(document.getElementById('app')).render(createElement(StrictMode, null, createElement(App)));\n`,
  }),
  'vue-guide': guideProject(own('vue'), 'src/App.vue', {
    'index.html': appPage('/app.js'),
    'app.js':
      "import { createApp } from 'vue';\nimport App from './src/App.vue';\ncreateApp(App).mount('#app');\n",
  }),
  'sveltekit-guide': guideProject(
    own('sveltekit'),
    'src/routes/+page.svelte',
    { 'src/app.html': own('sveltekit').files['src/app.html'] ?? '' },
    'src/app.html',
  ),
  'angular-guide': guideProject(
    own('angular'),
    'src/app/app.ts',
    {
      'src/index.html': own('angular').files['src/index.html'] ?? '',
      'src/main.ts':
        "import { bootstrapApplication } from '@angular/platform-browser';\nimport { App } from './app/app';\nvoid bootstrapApplication(App);\n",
    },
    'src/index.html',
  ),
};
