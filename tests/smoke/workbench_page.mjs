// The page of the workbench as its tests hold it: opened in a fresh profile and watched, filled
// with a sample, run, and read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { buildWorkbenchIfStale, serveWorkbench } from '../../scripts/workbench.mjs';
import { check } from './checks.mjs';

/** @typedef {import('playwright').Page} Page */

/**
 * Builds and serves the workbench under a path of its own, for a Chromium; ends both.
 * @template T
 * @param {(browser: import('playwright').Browser, address: string) => Promise<T>} work
 */
export async function withWorkbench(work) {
  const code = await buildWorkbenchIfStale();
  if (code !== 0) throw new Error(`The workbench is not built: vite ended with ${code}.`);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  const { address, close } = await serveWorkbench({ under: '/some/sub/path/' });
  try {
    return await work(browser, address);
  } finally {
    await browser.close();
    close();
  }
}

/**
 * Plays checks one after the other on a page of a fresh profile, which is held to its promises.
 * @param {import('playwright').Browser} browser
 * @param {string} address
 * @param {Record<string, (page: Page) => Promise<string>>} checks
 * @param {object} [look]
 */
export async function playChecks(browser, address, checks, look = {}) {
  const { page, faults, done } = await opened(browser, address, look);
  /** @type {import('./checks.mjs').Check[]} */
  const results = [];
  for (const [name, work] of Object.entries(checks))
    results.push(
      await check(`workbench: ${name}`, async () => {
        const note = await work(page);
        assert.deepEqual(faults, []);
        return note;
      }),
    );
  await done();
  return results;
}

/**
 * Opens the workbench in a fresh profile; `faults` gets what it must not do.
 * @param {import('playwright').Browser} browser
 * @param {string} address
 * @param {object} look
 */
export async function opened(browser, address, look) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    ...look,
  });
  /** @type {string[]} */
  const faults = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  // A refusal of the policy is an error of the console too.
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  const { origin } = new URL(address);
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(blob|data):/.test(url)) faults.push(`asked ${url}`);
  });
  await page.goto(address);
  return { page, faults, done: () => context.close() };
}

/**
 * Opens the sample and takes a recipe: that for cathodes, or the short one for anything.
 * @param {Page} page @param {'cathode' | 'other'} kind
 */
export async function openSample(page, kind) {
  await page.locator('vox-open').getByText('96 × 96 × 64').click();
  await page
    .locator('.offer button')
    .nth(kind === 'cathode' ? 0 : 4)
    .click();
  await page.locator('vox-recipe li[part=step]').nth(4).waitFor();
}

/** Runs what is due. @param {Page} page */
export async function run(page) {
  await page.keyboard.press('Control+Enter');
  await page.locator('.run').getByText('Up to date').waitFor({ timeout: 240_000 });
}

/** The numbers of a result, as the page holds them. @param {Page} page @param {string} title */
export async function numbersOf(page, title) {
  return page
    .locator('vox-results section', { has: page.getByText(title, { exact: true }) })
    .locator('[data-number]')
    .evaluateAll((cells) =>
      cells.map((cell) => ({
        value: Number(cell.getAttribute('data-number')),
        said: ['unit', 'estimator'].every((name) => cell.hasAttribute(`data-${name}`)),
        interval: cell.getAttribute('data-interval'),
        reason: cell.getAttribute('data-reason'),
      })),
    );
}

/** Serious and critical findings of axe on the page. @param {Page} page */
export async function findings(page) {
  await page.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = /** @type {any} */ (globalThis);
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter((/** @type {any} */ { impact }) => impact === 'serious' || impact === 'critical')
      .map(
        (/** @type {any} */ { id, nodes }) =>
          `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`,
      );
  });
}
