// The core path of the workbench in Firefox: a sample, a recipe, a run, and its numbers.
import assert from 'node:assert/strict';
import { decode } from 'fast-png';
import { buildWorkbenchIfStale, serveWorkbench } from '../../scripts/workbench.mjs';
import { asCommand, check } from './checks.mjs';
import { inFirefox } from './firefox.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export async function workbenchInFirefoxChecks() {
  const code = await buildWorkbenchIfStale();
  if (code !== 0) throw new Error(`The workbench is not built: vite ended with ${code}.`);
  const { address, close } = await serveWorkbench({ under: '/some/sub/path/' });
  try {
    return [
      await check('Firefox: the workbench, from a sample to a number', () =>
        inFirefox((page, version) => corePath(page, version, address)),
      ),
    ];
  } finally {
    close();
  }
}

/** @param {Page} page @param {string} version @param {string} address */
async function corePath(page, version, address) {
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.setViewport({ width: 1280, height: 800 });
  // In its own words: those of the browser's language are other ones. Said before the page starts,
  // since a page that is loaded anew breaks off the modules it was fetching, which is an error.
  await page.evaluateOnNewDocument(() => {
    localStorage.setItem('voxmetry.language', 'en');
  });
  await page.goto(address);
  await page.locator('::-p-xpath(//main)').wait();
  await page.locator('>>> .zone [role=group] button').setTimeout(60_000).click();
  await page.locator('.offer button:nth-of-type(5)').setTimeout(60_000).click();
  await page.waitForSelector('.run button.primary:enabled', { timeout: 60_000 });
  await page.$eval('.run button.primary', (button) => {
    /** @type {HTMLElement} */ (button).click();
  });
  await page.waitForFunction(
    () => document.querySelector('.run [role=status]')?.textContent.trim() === 'Up to date',
    { timeout: 240_000 },
  );
  const numbers = await page.$$eval('vox-results >>> [data-number]', (cells) =>
    cells.map((cell) => [cell.getAttribute('data-number'), cell.getAttribute('data-unit')]),
  );
  // Those that Chromium and Deno count, on other adapters.
  assert.deepEqual(numbers.slice(0, 3), [
    [String(301_918 / 589_824), '%'],
    ['301918', 'voxels'],
    ['589824', 'voxels'],
  ]);
  const view = await page.$('vox-slice-view[axis=z]');
  assert.ok(view);
  const { data, channels } = decode(await view.screenshot());
  const colours = new Set();
  for (let i = 0; i < data.length; i += channels) colours.add(data.subarray(i, i + 3).join());
  assert.ok(colours.size > 100, `the slice shows ${colours.size} colours`);
  assert.deepEqual(faults, []);
  return `${version}; fraction ${numbers[0]?.[0]}, ${colours.size} colours`;
}

await asCommand(import.meta, workbenchInFirefoxChecks);
