// What holds for the pages of the built site: links and their anchors, sizes, and accessibility.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';

/** @typedef {import('playwright').Page} Page */

/** The widths at which pages are looked at. */
const widths = [1280, 390];

/**
 * Every link within the site leads to a page, and to an anchor in it that there is.
 * @param {string} folder the built site
 * @param {string} base the path that it was built for
 */
export function linksLead(folder, base) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !/^(lib|notebooks)\//.test(name));
  const files = new Set(names);
  const pages = new Map(
    names
      .filter((name) => name.endsWith('.html') && name !== '404.html')
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const anchors = new Map(
    Array.from(pages, ([name, html]) => [
      name,
      new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id = '']) => id)),
    ]),
  );
  /** @type {string[]} */
  const broken = [];
  let count = 0;
  for (const [name, html] of pages)
    for (const [, href = ''] of html.matchAll(/<a\b[^>]* href="([^"]*)"/g)) {
      if (/^(https?|mailto|data):/.test(href)) continue;
      count++;
      const [path = '', anchor] = href.split('#');
      const target = path.startsWith('/')
        ? path.startsWith(base) && path.slice(base.length)
        : path === ''
          ? name
          : posix.join(posix.dirname(name), path);
      const file =
        target === '' || (target && target.endsWith('/')) ? `${target}index.html` : target;
      if (file === false || !files.has(file)) broken.push(`${name}: ${href}`);
      else if (anchor && !anchors.get(file)?.has(decodeURIComponent(anchor)))
        broken.push(`${name}: ${href}`);
    }
  assert.deepEqual(broken, []);
  assert.ok(count > 1000);
  return `${count} links of ${pages.size} pages`;
}

/**
 * No page of the reference is a heap of everything.
 * @param {string} folder the built site
 */
export function pagesAreSmall(folder) {
  const reference = join(folder, 'reference');
  const pages = readdirSync(reference, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .map((name) => /** @type {const} */ ([statSync(join(reference, name)).size, name]));
  const [size, name] = pages.reduce((most, page) => (page[0] > most[0] ? page : most));
  assert.ok(pages.length > 60);
  assert.ok(size < 250_000, `${name} has ${size} bytes`);
  return `${pages.length} pages; the largest, ${name}, has ${(size / 1000).toFixed(0)} kB`;
}

/**
 * Neither axe nor the eye of a phone finds fault with a page, in light and dark.
 * @param {Page} page
 */
export async function accessible(page) {
  await page.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  for (const width of widths)
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      // Colours of the theme change slowly.
      await page.waitForTimeout(400);
      const found = await page.evaluate(async () => {
        const { violations } = await Reflect.get(globalThis, 'axe').run();
        return violations
          .filter((/** @type {any} */ { impact }) => impact === 'serious' || impact === 'critical')
          .map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
      });
      assert.deepEqual(found, [], `${width} px, ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px wide in ${width}`);
    }
  return 'nothing serious';
}

/**
 * The search finds methods and options.
 * @param {Page} page
 */
export async function finds(page) {
  await page.locator('.VPNavBarSearch button').first().click();
  const field = page.locator('.search-input');
  /** @type {string[]} */
  const firsts = [];
  for (const [word, where] of /** @type {const} */ ([
    ['separate', /reference\/operations|segmentation/],
    ['minContrast', /reference\/|segmentation/],
    ['tortuosity', /tortuosity|transport/],
  ])) {
    await field.fill(word);
    const result = page.locator('.result').first();
    await result.waitFor();
    await page.waitForTimeout(300);
    const links = await page
      .locator('a.result')
      .evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
    assert.ok(
      links.some((link) => where.test(link)),
      `${word}: ${links.join(', ')}`,
    );
    firsts.push(links[0] ?? '');
  }
  return firsts.join(', ');
}
