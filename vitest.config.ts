import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags } from './scripts/chromium-flags.mjs';
import { selfImports } from './vite.config.js';

// One set of test files, two independent WebGPU implementations:
//   *.test.ts            in Deno (wgpu on lavapipe) and in Chromium (Dawn on SwiftShader)
//   *.deno.test.ts       in Deno alone: larger volumes, files
//   *.browser.test.ts(x) in Chromium alone: workers, canvases, pages
//   *.test-d.ts          types, by the compiler alone
// Start them with scripts/vitest.mjs, which finds the adapter.
const denoOnly = 'tests/**/*.deno.test.ts';
const browserOnly = 'tests/**/*.browser.test.{ts,tsx}';

export default defineConfig({
  resolve: { alias: selfImports },
  // Named here so that a first run in the browser doesn't reload half-way to bundle them.
  optimizeDeps: {
    include: [
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      '@preact/signals-core',
      '@tanstack/virtual-core',
      'axe-core',
      'comlink',
      'd3-scale',
      'lit',
      '@observablehq/plot',
      'd3-scale-chromatic',
      'fast-check',
      'fflate',
      'gl-matrix',
      'h5wasm',
      'hyparquet',
      'hyparquet-writer',
      'numcodecs',
      'react',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'unzipit',
    ],
    // Their WebAssembly lies beside them.
    exclude: ['onnxruntime-web', '@itk-wasm/elastix'],
  },
  test: {
    // Two software adapters share the cores already; parallel files only fight over them.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['tests/**/*.test-d.ts'],
            tsconfig: 'tsconfig.json',
            ignoreSourceErrors: true,
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'deno',
          include: ['tests/**/*.test.ts'],
          exclude: [browserOnly],
          environment: 'node',
          pool: 'forks',
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          // One page for all files: a kernel that one of them compiled is there for the next.
          isolate: false,
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [denoOnly],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['VOXMETRY_CHROMIUM'] ?? '/usr/bin/chromium',
                args: chromiumFlags,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
