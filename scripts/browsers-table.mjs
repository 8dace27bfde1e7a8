// Runs the built library in the browsers that are installed, and writes what came of it to
// docs/browsers.md: npm run browsers:table
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { inFirefox } from '../tests/smoke/firefox.mjs';
import { buildIfStale } from './build.mjs';
import { chromiumFlags } from './chromium-flags.mjs';
import { root } from './find-tools.mjs';
import { prepareOrExit } from './prepare.mjs';
import { run } from './run.mjs';
import { serve } from './serve.mjs';

/**
 * @typedef {{
 *   adapter: string, right: boolean, error?: string, binding: number, has: Record<string, boolean>
 * }} Probed
 */

/** What the library uses besides WebGPU, by the name of the probe, and what for. */
const uses = [
  [
    'storage',
    'private files (OPFS)',
    'states that are too large to keep in memory; studies and records',
  ],
  ['locks', 'Web Locks', 'to notice a worker that was ended from outside'],
  ['canvas', 'canvases given to a worker', 'views that the worker draws'],
  ['inflate', '`DecompressionStream`', 'gzip and deflate in files'],
  ['save', '`showSaveFilePicker()`', 'a file to save to; a `WritableStream` of any kind will do'],
  ['open', '`showDirectoryPicker()`', 'a folder to open; files that are chosen or dropped will do'],
];

const page = `<!doctype html><meta charset="utf-8"><title>probe</title>
<script type="module">
  import * as voxmetry from '/dist/index.js';
  import { runInPage } from '/smoke/main_job.js';
  import { probe } from '/browsers/probe.js';
  await probe(voxmetry, runInPage).catch((error) => {
    globalThis.probed = { error: String(error) };
  });
</script>`;

/**
 * @param {string} origin
 * @returns {Promise<{ name: string, probed: Probed }>}
 */
async function inChromium(origin) {
  const { chromium: executablePath } = prepareOrExit(['test']);
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  try {
    const tab = await browser.newPage();
    await tab.goto(origin);
    const probed = await tab.waitForFunction('globalThis.probed', null, { timeout: 120_000 });
    return { name: `Chromium ${browser.version()}`, probed: await probed.jsonValue() };
  } finally {
    await browser.close();
  }
}

/**
 * @param {string} origin
 * @returns {Promise<{ name: string, probed: Probed }>}
 */
function inTheFirefox(origin) {
  return inFirefox(async (tab, version) => {
    await tab.goto(origin);
    const probed = await tab.waitForFunction('globalThis.probed', { timeout: 120_000 });
    return {
      name: version.replace('/', ' ').replace(/^firefox/i, 'Firefox'),
      probed: /** @type {Probed} */ (await probed.jsonValue()),
    };
  });
}

/** @param {{ name: string, probed: Probed }[]} found */
function pageOf(found) {
  const rows = found.map(({ name, probed }) => {
    if (!probed.right) throw new Error(`${name}: ${probed.error ?? 'a wrong number'}`);
    const binding = (probed.binding / 2 ** 30).toFixed(2);
    return `| ${name} | ${probed.adapter} | right | ${binding} |`;
  });
  const names = found.map(({ name }) => name.split('.')[0]);
  const features = uses.map(([key = '', what, use]) => {
    const there = found.map(({ probed }) => (probed.has[key] ? 'yes' : 'no'));
    return `| ${what} | ${there.join(' | ')} | ${use} |`;
  });
  return `# Browsers

Made by \`npm run browsers:table\`, which runs the built library in the browsers that it finds; last on ${new Date().toISOString().slice(0, 10)}.

## Where it was run

A volume with known answers is filtered, thresholded, labelled and measured in a worker; thresholds and counts must be those of
plain loops. On software adapters: no machine with a real GPU has run it yet.

| browser | adapter | numbers | largest binding, GiB |
| --- | --- | --- | ---: |
${rows.join('\n')}

\`npm test\` runs every operation in Chromium and in Deno, whose WebGPU is another implementation, and the built library in Firefox.

A lab needs WebGPU in a worker, and an adapter. By their makers' word Chrome and Edge have it from 113 on, Safari from 26,
and Firefox from 141 on Windows; Safari was not run. \`await isSupported()\` says why there is none, where there is none.

## What it uses besides

| | ${names.join(' | ')} | for |
| --- | ${names.map(() => '---').join(' | ')} | --- |
${features.join('\n')}
`;
}

const built = await buildIfStale();
if (built !== 0) process.exit(built);
const server = await serve({
  folders: {
    '/dist/': join(root, 'dist'),
    '/smoke/': join(root, 'tests/smoke'),
    '/browsers/': join(root, 'scripts/browsers'),
  },
  pages: { '/': page },
});
try {
  const found = [await inChromium(server.origin), await inTheFirefox(server.origin)];
  const file = 'docs/browsers.md';
  writeFileSync(join(root, file), pageOf(found));
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  process.exitCode = await run(process.execPath, [prettier, '--write', file]);
} finally {
  server.close();
}
