// Chromium as the matrix uses it: opens a page, and gives what it left and how its worker started.
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium } from '../../scripts/find-tools.mjs';

/** @typedef {{ outcome: unknown, worker: string, workers: number }} Seen */

/** Starts Chromium. */
export async function startBrowser() {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  return {
    /**
     * What a page leaves; where something of it is changed then, what it leaves after that.
     * @param {string} url
     * @param {() => void} [change]
     * @returns {Promise<Seen>}
     */
    async open(url, change) {
      const page = await browser.newPage();
      /** @type {string[]} */
      const started = [];
      /** @type {string[]} */
      const said = [];
      let workers = 0;
      page.on('worker', (worker) => {
        started.push(worker.url());
        workers++;
        worker.on('close', () => workers--);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(String(error)));
      /** @param {unknown} last */
      const outcome = async (last) => {
        try {
          const left = await page.waitForFunction(
            (text) => {
              const { outcome } = /** @type {{ outcome?: unknown }} */ (globalThis);
              const now = outcome === undefined ? undefined : JSON.stringify(outcome);
              return now !== text && now;
            },
            last,
            { timeout: 120_000 },
          );
          return String(await left.jsonValue());
        } catch {
          throw new Error(`the page left nothing; it said: ${said.join(' | ')}`);
        }
      };
      try {
        await page.goto(url);
        let text = await outcome(undefined);
        if (change) {
          change();
          text = await outcome(text);
        }
        // Workers end a moment after they are told to.
        for (let i = 0; i < 20 && workers > 0; i++) await page.waitForTimeout(50);
        return { outcome: JSON.parse(text), worker: kindOf(started.at(-1) ?? ''), workers };
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
  return url.startsWith('blob:') ? 'from memory' : 'a file';
}
