// The built library in Firefox's own WebGPU, in its worker: a page, the main job, the right
// numbers; and slices, the right bytes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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

/** How often a run is tried where Firefox itself ends by a fault. */
const TRIES = 5;

/**
 * Runs `work` in a page of Firefox, with its WebGPU on the software adapter. On a busy machine
 * Firefox 153 itself crashes now and then ("Cannot remove a vacant resource", wgpu-core's
 * storage.rs: a browser that forgets who holds an id); that is no answer, so the work is done anew
 * in another one.
 * @template T
 * @param {(page: import('puppeteer-core').Page, version: string) => Promise<T>} work
 */
export async function inFirefox(work) {
  for (let tries = 1; ; tries += 1) {
    const { outcome, died } = await inOneFirefox(work);
    if (outcome.status === 'fulfilled') return outcome.value;
    if (!died || tries === TRIES) throw outcome.reason;
    console.log(`   Firefox itself crashed; tried again (${tries} of ${TRIES - 1})`);
  }
}

/**
 * What came of the work, and whether the browser had ended by itself.
 * @template T
 * @param {(page: import('puppeteer-core').Page, version: string) => Promise<T>} work
 */
async function inOneFirefox(work) {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('Firefox not found. Type: npm run prepare:test');
  const home = mkdtempSync(join(tmpdir(), 'voxmetry-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: preferences,
    // A home of its own, so that nothing of the user's is read or written.
    // No crash is reported: the reporter would still write there while the home is taken away.
    env: { ...lavapipeEnvironment(), HOME: home, MOZ_CRASHREPORTER_DISABLE: '1' },
  });
  try {
    const running = async () => work(await browser.newPage(), await browser.version());
    const [outcome] = await Promise.allSettled([running()]);
    return { outcome, died: outcome.status === 'rejected' && (await hasEnded(browser)) };
  } finally {
    await browser.close().catch(() => undefined);
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * Whether a browser has ended by itself, or does so within a second: what fails in its page is told
 * before its end is.
 * @param {import('puppeteer-core').Browser} browser
 */
async function hasEnded(browser) {
  if (browser.connected) await delay(1000);
  return !browser.connected;
}

await asCommand(import.meta, firefoxChecks);
