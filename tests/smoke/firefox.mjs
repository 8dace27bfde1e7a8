// The built library in Firefox's own WebGPU, in its worker: a page, the main job, the right
// numbers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findFirefox, lavapipeEnvironment, root } from '../../scripts/find-tools.mjs';
import { asCommand, assertOutcome, check } from './checks.mjs';
import { jobPage, serve } from './serve.mjs';

const preferences = {
  'dom.webgpu.enabled': true,
  'dom.webgpu.workers.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
};

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export async function firefoxChecks() {
  return [await check('Firefox: the built library in its worker', mainJobInFirefox)];
}

async function mainJobInFirefox() {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('Firefox not found. Type: npm run prepare:test');
  const server = await serve({
    folders: { '/dist/': join(root, 'dist'), '/smoke/': join(root, 'tests/smoke') },
    pages: { '/': jobPage('/dist/index.js') },
  });
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
    const page = await browser.newPage();
    const failure = new Promise((_, reject) => page.once('pageerror', reject));
    await page.goto(server.origin);
    const outcome = page.waitForFunction('globalThis.outcome', { timeout: 120_000 });
    await Promise.race([outcome, failure]);
    return `${await browser.version()}; ${assertOutcome(await (await outcome).jsonValue())}`;
  } finally {
    await browser.close();
    server.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

await asCommand(import.meta, firefoxChecks);
