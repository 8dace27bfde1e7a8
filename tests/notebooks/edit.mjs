// The page that edits: cells run again with what depends on them, errors show in their cell and are
// mended by the next edit, and what is downloaded is the notebook as it is now.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { check } from '../smoke/checks.mjs';
import { errorsOf, inPage, numbersOf } from './site.mjs';

/** @typedef {import('playwright').Page} Page */

/**
 * @param {string} address
 * @param {Record<string, number>} expected numbers of "First steps"
 */
export async function editChecks(address, expected) {
  const edit = `${address}/edit.html?notebook=first-steps`;
  return [
    await check('notebooks: a cell is edited, breaks, and is mended', () =>
      inPage(edit, (page) => editAndMend(page, expected)),
    ),
    await check('notebooks: elements in a cell that is written in the page', () =>
      inPage(edit, ownCell),
    ),
    await check('notebooks: what is missing says so', async () => {
      const missing = await inPage(`${address}/edit.html?notebook=none`, (page) =>
        page.locator('#edit-state').textContent(),
      );
      assert.equal(missing, 'There is no notebook named “none”.');
      return missing;
    }),
  ];
}

/**
 * The text of the cell that holds `part`.
 * @param {Page} page
 * @param {string} part
 */
async function cellWith(page, part) {
  const cells = page.locator('.edit-cell textarea');
  const texts = await cells.evaluateAll((all) =>
    all.map((area) => (area instanceof HTMLTextAreaElement ? area.value : '')),
  );
  const at = texts.findIndex((text) => text.includes(part));
  assert.ok(at >= 0, `no cell holds ${part}`);
  return { area: cells.nth(at), text: texts[at] ?? '' };
}

/**
 * @param {import('playwright').Locator} area
 * @param {string} text
 */
async function write(area, text) {
  await area.fill(text);
  await area.press('Shift+Enter');
}

/**
 * @param {Page} page
 * @param {Record<string, number>} expected
 */
async function editAndMend(page, expected) {
  assert.deepEqual(await numbersOf(page), expected);
  const { area, text } = await cellWith(page, 'const clean =');

  // Without the median other voxels are solid: all that follows changes.
  await write(area, text.replace('scan.median({ size: 3 })', 'scan'));
  const unfiltered = await numbersOf(page, expected['porosity']);
  assert.notEqual(unfiltered['particles'], expected['particles']);

  // A typing error, and one of the library: each in its cell, and what depends on it fails too.
  await write(area, 'const clean = scan.median({');
  await page.locator('.observablehq--error', { hasText: 'SyntaxError' }).first().waitFor();
  await write(area, text.replace('size: 3', 'size: 4'));
  const wrong = area.locator('xpath=ancestor::section').locator('.observablehq--error');
  await wrong.filter({ hasText: 'median' }).waitFor();
  const broken = (await errorsOf(page)).length;
  assert.ok(broken > 1, 'what depends on a cell fails with it');

  // A package that is not there.
  await write(area, `import _ from 'npm:lodash';\n${text}`);
  await wrong.filter({ hasText: 'lodash is not among the packages' }).waitFor();

  await write(area, text);
  await page.waitForFunction(() => !document.querySelector('.observablehq--error'));
  assert.deepEqual(await numbersOf(page, NaN), expected);

  // What is downloaded has the last edit, and every other cell as it was.
  await write(area, `${text}\n// kept`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#edit-download').click(),
  ]);
  assert.equal(download.suggestedFilename(), 'first-steps.html');
  const saved = readFileSync(await download.path(), 'utf8');
  assert.match(saved, /^<!doctype html>\n<notebook theme="light-dark\(air, near-midnight\)">/);
  assert.ok(saved.includes('// kept') && saved.includes('const porosity ='));

  // And it opens again.
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.locator('#edit-open').click(),
  ]);
  const buffer = Buffer.from(saved);
  await chooser.setFiles({ name: 'mine.html', mimeType: 'text/html', buffer });
  await page.waitForFunction(() => !document.querySelector('[data-key]'));
  assert.deepEqual(await numbersOf(page), expected);
  assert.ok((await cellWith(page, '// kept')).text.includes('const clean ='));
  return `porosity ${expected['porosity']} → ${unfiltered['porosity']}, ${broken} cells with an error`;
}

/** @param {Page} page */
async function ownCell(page) {
  await numbersOf(page);
  const cells = page.locator('.edit-cell');
  const last = cells.last();
  await last.hover();
  await last.getByRole('button', { name: '+ Code' }).click();
  await write(
    cells.last().locator('textarea'),
    `display(html\`<figure id="own">
      <vox-slice-view></vox-slice-view><vox-histogram></vox-histogram>
    </figure>\`);
    Object.assign(document.querySelector('#own vox-slice-view'), { lab, volume: scan });
    document.querySelector('#own vox-histogram').volume = scan;`,
  );
  await page.locator('#own vox-histogram').getByText('589,824 voxels').waitFor();
  const frame = await page.locator('#own vox-slice-view').evaluate(async (view) => {
    const { width, height } = await /** @type {any} */ (view).drawn;
    return [width, height];
  });
  assert.ok(frame.every((/** @type {number} */ pixels) => pixels > 100));
  assert.deepEqual(await errorsOf(page), []);
  return `a slice of ${frame.join(' × ')} pixels`;
}
