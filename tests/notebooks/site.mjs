// The built notebooks, served from a sub-path, and pages of Chromium that watch what they do.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { run } from '../../scripts/run.mjs';
import { serve } from '../../scripts/serve.mjs';

/** @typedef {import('playwright').Page} Page */

/** Where the pages are built to. */
export const built = join(root, '.cache/notebooks');

/** Builds the notebooks in a process that cannot reach the network. */
export async function build() {
  const node = ['--import', join(root, 'tests/notebooks/no_network.mjs')];
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(root, 'examples/notebooks/vite.config.ts');
  const options = ['--config', config, '--outDir', built, '--emptyOutDir', '--logLevel', 'error'];
  const code = await run(process.execPath, [...node, vite, 'build', ...options], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  assert.equal(code, 0, 'vite build failed');
}

/** Serves the built pages from a sub-path. */
export async function serveSite() {
  const server = await serve({ folders: { '/some/sub/path/': built } });
  return { address: `${server.origin}/some/sub/path`, close: server.close };
}

async function openBrowser() {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
}

/**
 * Runs `work` in a page of a browser of its own; no request may leave the origin, no error may be
 * thrown, and the policy of the page may forbid nothing but what Observable Inputs tries in vain
 * (handlers written inline).
 * @template T
 * @param {string} address
 * @param {(page: Page) => Promise<T>} work
 */
export async function inPage(address, work) {
  const browser = await openBrowser();
  const page = await browser.newPage();
  const { origin } = new URL(address);
  /** @type {string[]} */
  const outside = [];
  /** @type {string[]} */
  const failures = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) outside.push(url);
  });
  page.on('pageerror', (error) => failures.push(String(error)));
  await page.exposeFunction('reportViolation', (/** @type {string} */ text) => {
    if (!text.startsWith('script-src-attr ')) failures.push(`forbidden by the policy: ${text}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      // @ts-expect-error -- exposed above
      void globalThis.reportViolation(`${effectiveDirective} ${blockedURI}`);
    });
  });
  try {
    await page.goto(address);
    const result = await work(page);
    assert.deepEqual(outside, []);
    assert.deepEqual(failures, []);
    return result;
  } finally {
    await browser.close();
  }
}

/**
 * Waits until the last cell has its numbers, and gives them by their keys.
 * @param {Page} page
 * @param {number} [different] waits for a porosity, the first number, that is not this one
 */
export async function numbersOf(page, different) {
  const rows = page.locator('[data-key]');
  await page.waitForFunction(
    (old) => {
      const row = document.querySelector('[data-key]');
      const there = row instanceof HTMLElement && Number(row.dataset['value']) !== old;
      return there || document.querySelector('.observablehq--error') !== null;
    },
    different,
    { timeout: 120_000 },
  );
  assert.deepEqual(await errorsOf(page), []);
  const found = await rows.evaluateAll((elements) =>
    elements.map((row) =>
      row instanceof HTMLElement ? [row.dataset['key'], Number(row.dataset['value'])] : [],
    ),
  );
  return /** @type {Record<string, number>} */ (Object.fromEntries(found));
}

/** @param {Page} page */
export function errorsOf(page) {
  return page.locator('.observablehq--error').allTextContents();
}
