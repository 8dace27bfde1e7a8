// The page that edits: cells run again with what depends on them, errors show in their cell and are
// mended by the next edit, and what is downloaded is the notebook as it is now.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/find-tools.mjs';
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
    await check('notebooks: a study of the workbench is a notebook', () =>
      inPage(`${address}/edit.html`, (page) => studyAsNotebook(page, expected)),
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

/**
 * A study with the steps of "First steps", whose names are as unpleasant as names can be.
 * @returns {Promise<string>} the text of its notebook
 */
async function notebookOfStudy() {
  const built = (/** @type {string} */ name) =>
    import(pathToFileURL(join(root, 'dist', `${name}.js`)).href);
  const { addRegion, addSource, addStep, openSession } = await built('session');
  const { studyNotebook } = await built('report');
  const session = await openSession();
  let on = '';
  session.edit('open', (/** @type {unknown} */ study) => {
    const [next, id] = addSource(study, {
      ...{ name: '</script>${1 + 1}`', bytes: 0, hash: 'sample:cathode-96x96x64' },
      ...{ options: {}, facts: null },
    });
    on = id;
    return next;
  });
  const source = on;
  const add = (/** @type {string} */ operation, from = on, options = {}) => {
    session.edit(operation, (/** @type {unknown} */ study) => {
      const [next, id] = addStep(study, session.catalogue, { operation, on: from, options });
      on = id;
      return next;
    });
    return on;
  };
  add('median', source, { size: 3 });
  const solid = add('otsu');
  add('invert');
  add('fraction');
  add('separate', solid);
  const particles = on;
  add('count');
  add('measure', particles, { intensity: { ref: source }, columns: ['label', 'volume'] });
  session.edit('region', (/** @type {unknown} */ study) => {
    const shape = { type: 'box', center: [2, 2, 2], size: [3, 3, 3] };
    const [next, id] = addRegion(study, { name: 'corner', shape });
    const [last] = addStep(next, session.catalogue, {
      ...{ operation: 'fraction', on: solid, options: { within: { ref: id } } },
    });
    return last;
  });
  return studyNotebook(session, '# "A" </script> ${lab.dispose()}');
}

/**
 * @param {Page} page
 * @param {Record<string, number>} expected
 */
async function studyAsNotebook(page, expected) {
  const text = await notebookOfStudy();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.locator('#edit-open').click(),
  ]);
  const buffer = Buffer.from(text);
  await chooser.setFiles({ name: 'study.html', mimeType: 'text/html', buffer });
  const rows = page.locator('[data-key]');
  await rows.first().waitFor({ timeout: 120_000 });
  assert.deepEqual(await errorsOf(page), []);
  const values = await rows.evaluateAll((all) =>
    all.map((row) => Number(row.getAttribute('data-value'))),
  );
  assert.equal(values.length, 3);
  for (const name of ['porosity', 'particles'])
    assert.ok(
      values.includes(expected[name] ?? NaN),
      `${name} ${expected[name]}: ${values.join()}`,
    );
  await page.locator('vox-table').waitFor();
  await page.locator('h1', { hasText: '# "A" </script> ${lab.dispose()}' }).waitFor();
  return `${values.join(', ')}, of ${text.length} characters`;
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
