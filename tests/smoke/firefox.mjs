// The built library in Firefox's own WebGPU, in its worker: a page, the main job, the right
// numbers; and slices, the right bytes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import puppeteer from 'puppeteer-core';
import { findFirefox, lavapipeEnvironment, root } from '../../scripts/find-tools.mjs';
import { asCommand, assertOutcome, check } from './checks.mjs';
import { serve } from '../../scripts/serve.mjs';
import { jobPage } from './job_page.mjs';

const preferences = {
  'dom.webgpu.enabled': true,
  'dom.webgpu.workers.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
};

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export async function firefoxChecks() {
  return [
    await check('Firefox: the built library in its worker', async () => {
      const { version, outcome } = await jobInFirefox('/smoke/main_job.js');
      return `${version}; ${assertOutcome(outcome)}`;
    }),
    await check('Firefox: slices are the golden ones, byte for byte', async () => {
      const { outcome } = await jobInFirefox('/smoke/golden_slices.js');
      return assertGolden(outcome);
    }),
  ];
}

/**
 * Compares pictures with the stored ones.
 * @param {unknown} outcome
 * @returns {string} what to say of it
 */
function assertGolden(outcome) {
  const { error, pictures } = /** @type {any} */ (outcome);
  if (error) throw new Error(error);
  assert.equal(pictures.length, 12);
  for (const { name, data } of pictures) {
    const file = join(root, 'tests/golden/slices', `${name}.png`);
    assert.deepEqual(data, [...decode(readFileSync(file)).data], name);
  }
  return `${pictures.length} pictures`;
}

/**
 * What a job leaves behind in a page of Firefox.
 * @param {string} job
 */
async function jobInFirefox(job) {
  const server = await serve({
    folders: { '/dist/': join(root, 'dist'), '/smoke/': join(root, 'tests/smoke') },
    pages: { '/': jobPage('/dist/index.js', job) },
  });
  try {
    return await inFirefox(async (page, version) => {
      const failure = new Promise((_, reject) => page.once('pageerror', reject));
      await page.goto(server.origin);
      const outcome = page.waitForFunction('globalThis.outcome', { timeout: 120_000 });
      await Promise.race([outcome, failure]);
      return { version, outcome: await (await outcome).jsonValue() };
    });
  } finally {
    server.close();
  }
}

/**
 * Runs `work` in a page of Firefox, with its WebGPU on the software adapter.
 * @template T
 * @param {(page: import('puppeteer-core').Page, version: string) => Promise<T>} work
 */
export async function inFirefox(work) {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('Firefox not found. Type: npm run prepare:test');
  const home = mkdtempSync(join(tmpdir(), 'voxmetry-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: preferences,
    // A home of its own, so that nothing of the user's is read or written.
    env: { ...lavapipeEnvironment(), HOME: home },
  });
  try {
    return await work(await browser.newPage(), await browser.version());
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

await asCommand(import.meta, firefoxChecks);
