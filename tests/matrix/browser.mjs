// Chromium as the matrix uses it: opens a page, and gives what it left and how its worker started.
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium } from '../../scripts/find-tools.mjs';

/** @typedef {{ outcome: any, worker: string }} Seen */

/** Starts Chromium. */
export async function startBrowser() {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  return {
    /** @param {string} url @returns {Promise<Seen>} */
    async open(url) {
      const page = await browser.newPage();
      /** @type {string[]} */
      const started = [];
      /** @type {string[]} */
      const said = [];
      page.on('worker', (worker) => started.push(worker.url()));
      page.on('console', (message) => {
        if (message.type() === 'error') said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(String(error)));
      try {
        await page.goto(url);
        const left = await page
          .waitForFunction(() => /** @type {any} */ (globalThis).outcome, null, { timeout: 60_000 })
          .catch(() => {
            throw new Error(`the page left nothing; it said: ${said.join(' | ')}`);
          });
        return { outcome: await left.jsonValue(), worker: kindOf(started.at(-1) ?? '') };
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

/**
 * How the last worker was started.
 * @param {string} url
 */
function kindOf(url) {
  if (url.startsWith('blob:')) return 'from memory';
  return url.includes('whole') ? 'one file' : 'a file';
}
