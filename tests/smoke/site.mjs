// The built documentation site in Chromium, under a path as a project's pages have it: every recipe
// of the cookbook runs under the site's policy and says the numbers that it must, a cancel ends
// one, links lead somewhere, and axe finds nothing serious: npm run test:site
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { serve } from '../../scripts/serve.mjs';
import { asCommand, check } from './checks.mjs';
import { accessible, finds, linksLead, pagesAreSmall } from './site_pages.mjs';
import { assertSame, saidInDeno, truths } from './site_recipes.mjs';

/** @typedef {import('playwright').Page} Page */

const built = join(root, '.cache/site-built');
/** What `npm run test:site` builds it for. */
const base = '/docs/voxmetry/';

/** Pages with code that runs. */
const recipes = [
  'start',
  ...readdirSync(join(root, 'site/pages/cookbook'))
    .filter((name) => name !== 'index.md')
    .map((name) => `cookbook/${name.slice(0, -3)}`),
];

/** Pages of every kind. */
const kinds = [
  'index',
  'start',
  'guides/opening-files',
  'guides/drawing',
  'guides/running',
  'guides/react',
  'guides/browsers',
  'guides/sizes',
  'cookbook/index',
  'cookbook/porosity',
  'handbook/index',
  'coming-from/porespy',
  'reference/index',
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
  const server = await serve({ folders: { [base]: built } });
  /**
   * @param {string} path
   * @param {(page: Page) => Promise<string>} work
   */
  const inPage = async (path, work) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    /** @type {string[]} */
    const failures = [];
    page.on('pageerror', (error) => failures.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${server.origin}${base}`) && !/^(data|blob):/.test(url))
        failures.push(`a request to ${url}`);
    });
    try {
      await page.goto(`${server.origin}${base}${path}.html`);
      const note = await work(page);
      assert.deepEqual(failures, []);
      return note;
    } finally {
      await context.close();
    }
  };
  /** @type {[name: string, work: () => Promise<string> | string][]} */
  const all = [
    ['links', () => linksLead(built, base)],
    ['the reference', () => pagesAreSmall(built)],
    ['search', () => inPage('index', finds)],
    ['without WebGPU', () => inPage('start', saysWhyNot)],
    ...kinds.map(
      (path) =>
        /** @type {[string, () => Promise<string>]} */ ([
          `light, dark, phone: ${path}`,
          () => inPage(path, accessible),
        ]),
    ),
    ['cancel', () => inPage('cookbook/mesh', cancels)],
    ['an error', () => inPage('cookbook/surface-area', fails)],
    ...recipes.map(
      (path) =>
        /** @type {[string, () => Promise<string>]} */ ([
          path,
          () => inPage(path, (page) => runs(page, path)),
        ]),
    ),
  ];
  const checks = [];
  try {
    for (const name of chosen(all.map(([each]) => each)))
      checks.push(await check(`site: ${name}`, async () => new Map(all).get(name)?.() ?? ''));
    return checks;
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * The checks that the command's words choose: those whose names have one of the words, or with
 * `--part` all that are no page of many, and a fifth of these, by `--seed`, else by the day.
 * @param {readonly string[]} names
 */
function chosen(names) {
  const { values, positionals } = parseArgs({
    options: { part: { type: 'boolean', default: false }, seed: { type: 'string' } },
    allowPositionals: true,
  });
  if (positionals.length > 0)
    return names.filter((name) => positionals.some((word) => name.includes(word)));
  if (!values.part) return names;
  const seed = Number(values.seed ?? Math.floor(Date.now() / 86_400_000));
  console.log(`a part of the checks: --part --seed ${seed}`);
  const many = names.filter((name) => name.includes('/'));
  return names.filter((name) => !many.includes(name) || many.indexOf(name) % 5 === seed % 5);
}

/**
 * Waits until the code of a page has ended; gives how.
 * @param {Page} page
 */
async function ended(page) {
  await page.locator('.live:not([data-state=idle]):not([data-state=running])').first().waitFor({
    timeout: 120_000,
  });
  return page.locator('.live').first().getAttribute('data-state');
}

/**
 * What the code of a page has said: lines of text, and tables with tabs between cells.
 * @param {Page} page
 */
function said(page) {
  return page
    .locator('.live-output')
    .first()
    .evaluate((output) =>
      Array.from(output.querySelectorAll(':scope > pre, table'), (part) =>
        part instanceof HTMLTableElement
          ? Array.from(part.rows, (row) =>
              Array.from(row.cells, (cell) => cell.textContent).join('\t'),
            ).join('\n')
          : part.textContent.trimEnd(),
      ).join('\n'),
    );
}

/**
 * @param {Page} page
 * @param {string} path
 */
async function runs(page, path) {
  await page.locator('.live-run:enabled').first().click();
  const state = await ended(page);
  const text = await said(page);
  assert.equal(state, 'done', await page.locator('.live-output').first().innerText());
  assertSame(text, saidInDeno(path));
  const truth = truths[path];
  assert.ok(truth !== undefined, `what must ${path} say?`);
  truth(text);
  const errors = await page
    .locator('.live-output vox-slice-view, vox-volume-view')
    .evaluateAll((views) =>
      views.flatMap((view) => {
        const error = view.shadowRoot?.querySelector('[part~=error]')?.textContent ?? '';
        return error.trim() === '' ? [] : [error];
      }),
    );
  assert.deepEqual(errors, []);
  return text.split('\n').slice(-1)[0]?.slice(0, 70) ?? '';
}

/** @param {Page} page */
async function cancels(page) {
  await page.locator('.live-run:enabled').first().click();
  await page.locator('.live-cancel').first().click();
  assert.equal(await ended(page), 'cancelled');
  return runs(page, 'cookbook/mesh');
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
  await runs(page, 'cookbook/surface-area');
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

await asCommand(import.meta, siteChecks);
