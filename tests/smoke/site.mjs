// The built documentation site in Chromium: every recipe of the cookbook runs under the site's
// policy and shows something, a cancel ends one, and axe finds nothing serious: npm run test:site
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { asCommand, check } from './checks.mjs';
import { serve } from '../../scripts/serve.mjs';

/** @typedef {import('playwright').Page} Page */

const built = join(root, 'site/.vitepress/dist');

/** Pages with code that runs. */
const recipes = [
  'start',
  ...readdirSync(join(root, 'site/pages/cookbook'))
    .filter((name) => name !== 'index.md')
    .map((name) => `cookbook/${name.slice(0, -3)}`),
];

/** Pages of every kind, for axe. */
const kinds = [
  'index',
  'guides/running',
  'cookbook/porosity',
  'handbook/index',
  'reference/classes/Volume',
  'reference/operations/denoising',
];

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export async function siteChecks() {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  const server = await serve({ folders: { '/': built } });
  /**
   * @param {string} path
   * @param {(page: Page) => Promise<string>} work
   * @param {import('playwright').BrowserContextOptions} [options]
   */
  const inPage = async (path, work, options = {}) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    /** @type {string[]} */
    const failures = [];
    page.on('pageerror', (error) => failures.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(server.origin) && !/^(data|blob):/.test(url))
        failures.push(`a request to ${url}`);
    });
    try {
      await page.goto(`${server.origin}/${path}.html`);
      const note = await work(page);
      assert.deepEqual(failures, []);
      return note;
    } finally {
      await context.close();
    }
  };
  const phone = { viewport: { width: 390, height: 844 } };
  /** @type {[name: string, work: () => Promise<string>][]} */
  const all = [
    ['a phone', () => inPage('cookbook/porosity', fitsPhone, phone)],
    ['without WebGPU', () => inPage('start', saysWhyNot)],
    ...kinds.flatMap((path) =>
      /** @type {const} */ (['light', 'dark']).map(
        (colorScheme) =>
          /** @type {[string, () => Promise<string>]} */ ([
            `axe, ${path}, ${colorScheme}`,
            () => inPage(path, accessible, { colorScheme }),
          ]),
      ),
    ),
    ['cancel', () => inPage('cookbook/mesh', cancels)],
    ['an error', () => inPage('cookbook/surface-area', fails)],
    ...recipes.map(
      (path) => /** @type {[string, () => Promise<string>]} */ ([path, () => inPage(path, runs)]),
    ),
  ];
  // Words after the command choose checks.
  const words = process.argv[1] === import.meta.filename ? process.argv.slice(2) : [];
  const checks = [];
  try {
    for (const [name, work] of all)
      if (words.length === 0 || words.some((word) => name.includes(word)))
        checks.push(await check(`site: ${name}`, work));
    return checks;
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * Waits until the code of a page has ended; gives how.
 * @param {Page} page
 */
async function ended(page) {
  const live = page.locator('.live').first();
  await page.locator('.live:not([data-state=idle]):not([data-state=running])').first().waitFor({
    timeout: 120_000,
  });
  return live.getAttribute('data-state');
}

/** @param {Page} page */
async function runs(page) {
  await page.locator('.live-run:enabled').first().click();
  const state = await ended(page);
  const text = await page.locator('.live-output').first().innerText();
  assert.equal(state, 'done', text);
  const shown = await page.locator('.live-output').first().locator(':scope > *').count();
  assert.ok(shown > 0 && text.length > 0);
  const errors = await page
    .locator('.live-output vox-slice-view, vox-volume-view')
    .evaluateAll((views) =>
      views.flatMap((view) => {
        const text = view.shadowRoot?.querySelector('[part~=error]')?.textContent ?? '';
        return text.trim() === '' ? [] : [text];
      }),
    );
  assert.deepEqual(errors, []);
  return text.split('\n')[0]?.slice(0, 70) ?? '';
}

/** @param {Page} page */
async function cancels(page) {
  await page.locator('.live-run:enabled').first().click();
  await page.locator('.live-cancel').first().click();
  assert.equal(await ended(page), 'cancelled');
  return runs(page);
}

/** @param {Page} page */
async function fails(page) {
  await page
    .locator('textarea')
    .fill(
      "import { openLab } from 'voxmetry';\nconst lab = await openLab();\nawait lab.open(5);\n",
    );
  await page.locator('.live-run:enabled').click();
  assert.equal(await ended(page), 'failed');
  const text = await page.locator('.live-error').innerText();
  assert.match(text, /^invalid-argument: /);
  await page.locator('.live-reset').click();
  await runs(page);
  return text;
}

/** @param {Page} page */
async function saysWhyNot(page) {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
    Reflect.deleteProperty(Navigator.prototype, 'gpu');
  });
  await page.reload();
  const text = await page.locator('.live-none').first().innerText();
  assert.match(text, /no WebGPU/);
  assert.ok(await page.locator('.live-run').first().isDisabled());
  return text;
}

/** @param {Page} page */
async function accessible(page) {
  await page.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(async () => {
    const { violations } = await Reflect.get(globalThis, 'axe').run();
    return violations
      .filter((/** @type {any} */ { impact }) => impact === 'serious' || impact === 'critical')
      .map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
  });
  assert.deepEqual(found, []);
  return 'nothing serious';
}

/** @param {Page} page */
async function fitsPhone(page) {
  await page.locator('.live-run').first().waitFor();
  const { width, inner } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    inner: innerWidth,
  }));
  assert.ok(width <= inner, `${width} px wide in ${inner}`);
  return `${width} px`;
}

await asCommand(import.meta, siteChecks);
