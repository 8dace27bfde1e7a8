// A notebook in Firefox.
import assert from 'node:assert/strict';
import { inFirefox } from '../smoke/firefox.mjs';

/**
 * Runs the notebook at an address to its end: its numbers are those, no cell fails, and nothing is
 * asked of another origin.
 * @param {string} address
 * @param {Record<string, number>} expected
 */
export async function firefoxNotebook(address, expected) {
  return inFirefox(async (page, version) => {
    const { origin } = new URL(address);
    /** @type {string[]} */
    const outside = [];
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) outside.push(url);
    });
    await page.goto(address);
    const done = await page.waitForFunction(
      () => document.querySelector('[data-key], .observablehq--error') !== null,
      { timeout: 120_000 },
    );
    await done.dispose();
    const found = await page.evaluate(() => ({
      errors: [...document.querySelectorAll('.observablehq--error')].map((e) => e.textContent),
      numbers: Object.fromEntries(
        [...document.querySelectorAll('[data-key]')].map((row) => [
          row.getAttribute('data-key'),
          Number(row.getAttribute('data-value')),
        ]),
      ),
    }));
    assert.deepEqual(found, { errors: [], numbers: expected });
    assert.deepEqual(outside, []);
    return `${version}: ${JSON.stringify(found.numbers)}`;
  });
}
