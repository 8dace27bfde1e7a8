// The workbench as it is built, in Chromium: from a cold page under a path of its own to numbers,
// which are those of the library called by hand; what a user then does; and nothing from elsewhere.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { serve } from '../../scripts/serve.mjs';
import { asCommand, check } from './checks.mjs';
import { paintedClasses } from './workbench_paint.mjs';
import {
  findings,
  numbersOf,
  openSample,
  playChecks,
  run,
  withWorkbench,
} from './workbench_page.mjs';

/** @typedef {import('playwright').Page} Page */

const SAMPLE = 'Cathode 96 × 96 × 64';
/**
 * The first load, without what the worker loads: bytes of all that it takes, compressed. Half of
 * them are the library's, whose handles declare every op: `npm run check` bounds those.
 */
const FIRST_LOAD = 308_000;

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export function workbenchChecks() {
  return withWorkbench(async (browser, address) => {
    const library = await serve({
      folders: { '/dist/': join(root, 'dist') },
      pages: { '/': '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">' },
    });
    const byHand = byHandIn(await browser.newPage(), library.origin);
    /** @type {import('./checks.mjs').Check[]} */
    const results = [];
    /** @param {Parameters<typeof playChecks>[2]} checks @param {object} [look] */
    const inPage = async (checks, look) => {
      results.push(...(await playChecks(browser, address, checks, look)));
    };
    try {
      await inPage({ 'a cold page is light': firstLoad });
      await inPage({
        'nothing serious by axe on the first screen': firstScreen,
        'from a sample to numbers, as the library gives them': async (page) =>
          numbers(page, await byHand),
        'an object of the table is found in the views': linked,
        'results are recorded, and stand in a report with a picture': recordAndReport,
        'nothing serious by axe among results': accessible,
      });
      await inPage({
        'a threshold by keyboard, undo, redo': thresholdAndUndo,
        'a region bounds the measures': region,
        'what is there is saved as files': saves,
        'an operation is found for another grid than the chosen one': palette,
        'commands are found as operations are, in the language of the page': commands,
        'a threshold is dragged, and one undo takes it back': draggedThreshold,
        'an unreadable file leaves the volume': unreadable,
        'a reload brings the study back': reload,
        'a study that was saved is dropped and opened again': dropStudy,
        'a report opens the study in it, and gives its numbers again': reproduce,
      });
      await inPage({
        'classes are painted, predicted and measured as by the library': async (page) => {
          const hand = await browser.newPage();
          await hand.goto(library.origin);
          const note = await paintedClasses(page, hand);
          await hand.close();
          return note;
        },
      });
      await inPage({ 'offline after the first load': offline });
      const wide = { viewport: { width: 1920, height: 1080 } };
      await inPage({ 'nothing serious by axe, 1920 wide': accessibleWide }, wide);
      const narrow = {
        colorScheme: 'dark',
        viewport: { width: 390, height: 844 },
        locale: 'de-DE',
      };
      await inPage({ 'dark, narrow and German, nothing serious by axe': accessibleNarrow }, narrow);
      results.push(
        await check('workbench: without WebGPU it says what to do', () => withoutGpu(address)),
      );
      return results;
    } finally {
      library.close();
    }
  });
}

/**
 * What the recipe for a cathode gives, by the library alone.
 * @param {Page} page
 * @param {string} origin
 */
async function byHandIn(page, origin) {
  await page.goto(origin);
  const numbers = await page.evaluate(async () => {
    const { openLab } = await import(/** @type {string} */ ('/dist/index.js'));
    const { syntheticCathode } = await import(/** @type {string} */ ('/dist/synthetic.js'));
    const { volume } = syntheticCathode({ size: [96, 96, 64], seed: 1 });
    const lab = await openLab();
    const scan = await lab.open(
      { data: volume.data, size: volume.size },
      { spacing: volume.spacing, unit: volume.unit },
    );
    const solid = scan.median({ size: 3 }).otsu();
    const pores = solid.invert();
    const particles = solid.separate();
    const found = {
      porosity: await pores.fraction(),
      tortuosity: await pores.tortuosity({ axis: 'z' }),
      objects: (await particles.measure()).length,
      threshold: (await solid.thresholds())[0],
      volume: await (async () => {
        const table = await particles.measure({ columns: ['label', 'volume'] });
        return table.column('volume')[1];
      })(),
    };
    await lab.dispose();
    return JSON.parse(JSON.stringify(found));
  });
  await page.close();
  return numbers;
}

/** @param {Page} page */
async function firstLoad(page) {
  await page.locator('vox-open').getByText(SAMPLE).waitFor();
  const paths = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .concat(location.href),
  );
  let bytes = 0;
  for (const path of new Set(paths)) {
    if (!path.startsWith('http')) continue;
    const response = await page.request.get(path);
    bytes += gzipSync(await response.body()).length;
  }
  assert.ok(bytes <= FIRST_LOAD, `the first load takes ${bytes} bytes`);
  return `${(bytes / 1000).toFixed(0)} kB compressed, the library's share of the page included`;
}

/** @param {Page} page @param {any} hand */
async function numbers(page, hand) {
  await openSample(page, 'cathode');
  await run(page);
  const [porosity, ...counts] = await numbersOf(page, 'Porosity');
  assert.equal(porosity?.value, hand.porosity.value);
  assert.equal(porosity?.interval, hand.porosity.interval.join(' '));
  assert.deepEqual(
    counts.map(({ value }) => value),
    [hand.porosity.voxels, hand.porosity.total],
  );
  const [tortuosity] = await numbersOf(page, 'Tortuosity of the pores');
  const wanted = hand.tortuosity.tortuosityFactor ?? hand.tortuosity.z?.tortuosityFactor;
  assert.equal(tortuosity?.value, wanted);
  const all = await page.locator('vox-results [data-number]').evaluateAll((cells) =>
    cells.map((cell) => ({
      said: ['unit', 'estimator'].every((name) => cell.hasAttribute(`data-${name}`)),
      why: cell.hasAttribute('data-interval') || cell.hasAttribute('data-reason'),
    })),
  );
  assert.ok(all.length > 10 && all.every(({ said, why }) => said && why));
  await page.locator('#tab-objects').click();
  const rows = page.locator('vox-table [role=grid]');
  assert.equal(await rows.getAttribute('aria-rowcount'), String(Number(hand.objects) + 1));
  return `porosity ${porosity?.value}, ${hand.objects} objects, ${all.length} numbers`;
}

/** @param {Page} page */
async function thresholdAndUndo(page) {
  await openSample(page, 'other');
  const handle = page.locator('vox-histogram [role=slider]').first();
  await handle.waitFor();
  await page.keyboard.press('t');
  await page.waitForFunction(
    () => document.activeElement?.shadowRoot?.activeElement?.getAttribute('role') === 'slider',
  );
  const before = Number(await handle.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageUp');
  const step = page.locator('vox-recipe li[part=step]').nth(1).locator('.summary');
  await page.waitForFunction(
    (wanted) =>
      document
        .querySelector('vox-recipe')
        ?.shadowRoot?.querySelectorAll('li[part=step] .summary')[1]
        ?.textContent.includes(wanted),
    String(before + 11),
  );
  const moved = (await step.textContent())?.trim();
  for (const key of ['Control+z', 'Control+z']) await page.keyboard.press(key);
  await page.waitForFunction(
    () =>
      document
        .querySelector('vox-recipe')
        ?.shadowRoot?.querySelectorAll('li[part=step] .summary')[1]
        ?.textContent.trim() === '',
  );
  for (const key of ['Control+y', 'Control+y']) await page.keyboard.press(key);
  await page.waitForFunction(
    (wanted) =>
      document
        .querySelector('vox-recipe')
        ?.shadowRoot?.querySelectorAll('li[part=step] .summary')[1]
        ?.textContent.trim() === wanted,
    moved ?? '',
  );
  return `Otsu ${before}, then “${moved}”`;
}

/** @param {Page} page */
async function linked(page) {
  await page.locator('#tab-objects').click();
  const where = page.locator('.status .where');
  const before = await where.textContent();
  await page.locator('vox-table [role=row]').nth(4).click();
  await page.waitForFunction(
    (old) => document.querySelector('.status .where')?.textContent !== old,
    before,
  );
  const selected = await page.evaluate(() => {
    const link = (/** @type {string} */ name) =>
      /** @type {any} */ (document.querySelector(name)).link;
    const all = ['vox-table', 'vox-slice-view', 'vox-volume-view'].map(link);
    return { same: all.every((each) => each === all[0]), ids: [...all[0].selected.value] };
  });
  assert.deepEqual(selected, { same: true, ids: [4] });
  return String(await where.textContent());
}

/** @param {Page} page */
async function region(page) {
  const share = 'Share of the bright phase';
  await run(page);
  const [whole] = await numbersOf(page, share);
  await page.locator('.hint button').click();
  const view = page.locator('vox-slice-view[axis=z]');
  // By the keyboard a box is put into the middle.
  await view.locator('vox-measure [aria-label=Box]').focus();
  await page.keyboard.press('Enter');
  const choice = page.locator('.section.regions .choice select');
  await choice.selectOption({ index: 1 });
  assert.match((await page.locator('.run').textContent()) ?? '', /\d to run/);
  assert.ok((await page.locator('vox-results .is-stale').count()) > 0);
  await run(page);
  const [within, , counted] = await numbersOf(page, share);
  assert.ok(counted !== undefined && counted.value < 96 * 96 * 64 && counted.value > 0);
  return `${whole?.value} of all, ${within?.value} of ${counted.value} voxels`;
}

/** @param {Page} page */
async function reload(page) {
  // It is written behind the work, after a rest.
  await page.waitForTimeout(1000);
  await page.reload();
  await page.locator('vox-recipe li[part=step]').nth(4).waitFor({ timeout: 20_000 });
  await page.locator('vox-slice-view[axis=z]').waitFor();
  await page.locator('.section.regions .choice').waitFor();
  return 'the sample, five steps and the region';
}

/** @param {Page} page */
async function dropStudy(page) {
  const coming = page.waitForEvent('download');
  await page.locator('.menu.save summary').click();
  await page.locator('.menu.save .items button').last().click();
  const text = readFileSync(await (await coming).path(), 'utf8');
  await beginNew(page);
  await page.evaluate((json) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([json], 'mine.study.json', { type: 'application/json' }));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
    );
  }, text);
  await page.locator('vox-recipe li[part=step]').nth(4).waitFor();
  await page.locator('vox-slice-view[axis=z]').waitFor();
  return `${text.length} characters`;
}

/** Begins a study with nothing in it. @param {Page} page */
async function beginNew(page) {
  await page.getByText('Open …').click();
  await page.locator('dialog').getByText('New study').click();
  await page.locator('.hello vox-open').waitFor();
  assert.equal(await page.locator('vox-recipe').count(), 0);
}

/** @param {Page} page */
async function reproduce(page) {
  const share = 'Share of the bright phase';
  await run(page);
  await page.locator('#tab-numbers').click();
  await page.locator('vox-results section').first().waitFor();
  const before = await numbersOf(page, share);
  assert.equal(before.length, 3);
  await page.locator('#tab-report').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('vox-report').getByRole('button', { name: 'Save as HTML' }).click(),
  ]);
  const report = readFileSync(await download.path());
  await page.locator('#tab-numbers').click();
  await beginNew(page);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByText('Open a study or report …').click(),
  ]);
  await chooser.setFiles({ name: 'report.html', mimeType: 'text/html', buffer: report });
  await page.locator('vox-recipe li[part=step]').nth(4).waitFor();
  await page.locator('.run button.primary:enabled').waitFor();
  await run(page);
  assert.deepEqual(await numbersOf(page, share), before);
  return `${String(before[0]?.value)} again, of ${report.length} bytes`;
}

/** @param {Page} page */
async function offline(page) {
  await page.locator('vox-open').getByText(SAMPLE).waitFor();
  await page.evaluate(async () => {
    const late = new Promise((_, reject) => {
      setTimeout(reject, 60_000, new Error('Nothing is kept for use without a network.'));
    });
    await Promise.race([navigator.serviceWorker.ready, late]);
  });
  await page.context().setOffline(true);
  await page.reload();
  await openSample(page, 'other');
  await run(page);
  await page.locator('#tab-plots').click();
  await page.locator('vox-plot svg').first().waitFor();
  return 'reload, sample, run and plots without a network';
}

/** @param {Page} page */
async function recordAndReport(page) {
  await page.locator('#tab-records').click();
  await page.locator('vox-records').getByText('Record these results').click();
  await page.locator('vox-records').getByText('Recorded as', { exact: false }).waitFor();
  await page
    .locator('vox-records .counts')
    .getByText(/^1 sample, \d+ values$/)
    .waitFor();
  const name = await page
    .locator('vox-records input[aria-label^="Name of the sample"]')
    .inputValue();
  assert.match(name, /cathode/);
  await page.locator('#tab-report').click();
  await page.locator('vox-report').getByRole('button', { name: 'Preview' }).click();
  const report = page.frameLocator('vox-report iframe');
  await report.locator('figure img').first().waitFor();
  const picture = await report.locator('figure img').first().getAttribute('src');
  assert.match(picture ?? '', /^data:image\/png;base64,/);
  const inReport = await report
    .locator('[data-result=Porosity]')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-number'))));
  await page.locator('#tab-numbers').click();
  await page.locator('vox-results section').first().waitFor();
  const shown = await numbersOf(page, 'Porosity');
  assert.ok(shown.length > 0);
  assert.deepEqual(
    inReport,
    shown.map(({ value }) => value),
  );
  return `${name}, ${String(shown.length)} numbers of the porosity`;
}

/** @param {Page} page */
async function saves(page) {
  /** The first bytes of what a file must be. */
  const begins = new Map([
    ['.csv', 'label,'],
    ['.parquet', 'PAR1'],
    ['-mask.tif', 'II'],
    ['-objects.tif', 'II'],
    ['.stl', ''],
    ['.png', '\x89PNG'],
    ['.notebook.html', '<!doctype html>\n<notebook'],
    ['.study.json', '{'],
  ]);
  const lengths = [];
  for (const [i, [end, start]] of [...begins].entries()) {
    const coming = page.waitForEvent('download');
    await page.locator('.menu.save summary').click();
    await page.locator('.menu.save .items button').nth(i).click();
    const download = await coming;
    const name = download.suggestedFilename();
    assert.ok(name.endsWith(end), `${name} does not end with ${end}`);
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.toString('latin1', 0, start.length), start, name);
    if (end === '.stl') assert.equal(bytes.length, 84 + 50 * bytes.readUInt32LE(80));
    if (end === '.study.json') {
      const study = JSON.parse(bytes.toString());
      assert.equal(study.format, 'voxmetry-study/1');
      assert.ok(study.recipe.steps.length > 3);
    }
    lengths.push(`${end} ${bytes.length}`);
  }
  return lengths.join(', ');
}

/** @param {Page} page */
async function palette(page) {
  const steps = page.locator('vox-recipe li[part=step]');
  const before = await steps.count();
  await page.locator('.top h1').click();
  await page.keyboard.press('/');
  await page.locator('dialog vox-palette input').fill('thickness');
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await steps.nth(before).waitFor();
  assert.equal(await page.locator('vox-recipe .error').count(), 0);
  await page.keyboard.press('Control+z');
  await page.waitForFunction(
    (count) =>
      document.querySelector('vox-recipe')?.shadowRoot?.querySelectorAll('li[part=step]').length ===
      count,
    before,
  );
  return `step ${before + 1} of ${before + 1}, and gone again`;
}

/** @param {Page} page */
async function commands(page) {
  const command = async (/** @type {string} */ text) => {
    await page.keyboard.press('Control+k');
    await page.locator('dialog vox-palette input').fill(text);
    await page.keyboard.press('Enter');
  };
  const html = page.locator('html');
  await command('appearance: dark');
  await page.locator('html[data-look=dark]').waitFor();
  // What is under the pointer speaks the language too.
  await command('language: deutsch');
  await page.locator('html[lang=de]').waitFor();
  const inGerman = await titles(page);
  await page.keyboard.press('Control+k');
  await page.locator('dialog h2').getByText('Befehle').waitFor();
  await page.locator('dialog vox-palette input').fill('sprache: english');
  await page.keyboard.press('Enter');
  await page.locator('html[lang=en]').waitFor();
  const inEnglish = await titles(page);
  assert.equal(inGerman.length, inEnglish.length);
  // Some words are the same in both.
  const shared = ['Ellipsoid'];
  const same = inGerman.filter((title, i) => title === inEnglish[i] && !shared.includes(title));
  assert.deepEqual(same, [], 'titles that no language changes');
  await command('layout: 3d');
  await page.locator('main.space').waitFor();
  await command('layout: four');
  await page.locator('main.four').waitFor();
  await command('results: plots');
  assert.equal(await page.locator('#tab-plots').getAttribute('aria-selected'), 'true');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    command('export: study, json'),
  ]);
  assert.match(download.suggestedFilename(), /\.study\.json$/);
  await command('appearance: as the system');
  assert.equal(await html.getAttribute('data-look'), 'system');
  return `${inEnglish.length} titles in two languages`;
}

/**
 * What stands under the pointer, of the page and its elements; names of files and numbers aside.
 * @param {Page} page
 */
async function titles(page) {
  // Elements draw after their words have come.
  await page.waitForTimeout(500);
  return page.evaluate(() => {
    /** @type {string[]} */
    const found = [];
    const walk = (/** @type {Document | ShadowRoot | Element} */ root) => {
      for (const element of root.querySelectorAll('*')) {
        const title = element.getAttribute('title') ?? '';
        const isName = element.matches('.what, .name, [data-name]');
        if (/\p{L}{3}/u.test(title) && !isName && title !== element.textContent.trim())
          found.push(title);
        if (element.shadowRoot !== null) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found;
  });
}

/** @param {Page} page */
async function draggedThreshold(page) {
  const handle = page.locator('vox-histogram [role=slider]').first();
  await handle.scrollIntoViewIfNeeded();
  const step = page.locator('vox-recipe li[part=step]').nth(1).locator('.summary');
  const before = Number(await handle.getAttribute('aria-valuenow'));
  const box = (await handle.boundingBox()) ?? assert.fail('the handle has no place');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 20; i += 1) await page.mouse.move(x + i, y);
  await page.mouse.up();
  const after = Number(await handle.getAttribute('aria-valuenow'));
  assert.ok(after > before, `${before} was dragged to ${after}`);
  await page.waitForFunction(
    (wanted) =>
      document
        .querySelector('vox-recipe')
        ?.shadowRoot?.querySelectorAll('li[part=step] .summary')[1]
        ?.textContent.includes(wanted),
    String(after),
  );
  const said = (await step.textContent())?.trim();
  // One drag is one step of undo.
  await page.keyboard.press('Control+z');
  await page.waitForFunction(
    (wanted) =>
      document
        .querySelector('vox-histogram')
        ?.shadowRoot?.querySelector('[role=slider]')
        ?.getAttribute('aria-valuenow') === wanted,
    String(before),
  );
  return `${before} to ${after}, “${said}”, and back`;
}

/** @param {Page} page */
async function unreadable(page) {
  await page.getByText('Open …').click();
  await page.locator('dialog vox-open #files').setInputFiles({
    name: 'notes.tif',
    mimeType: 'image/tiff',
    buffer: Buffer.from('not an image'),
  });
  const alert = page.locator('dialog vox-open [role=alert]');
  await alert.waitFor();
  const said = (await alert.textContent())?.trim() ?? '';
  assert.match(said, /notes\.tif/);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.top .what').textContent(), 'cathode-96x96x64');
  assert.ok(await page.locator('vox-slice-view[axis=z]').isVisible());
  return said;
}

/**
 * A browser that finds no adapter.
 * @param {string} address
 */
async function withoutGpu(address) {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(address);
    await page.locator('.hello.failed h2').getByText('WebGPU').waitFor();
    const said = await page.locator('.hello p').allTextContents();
    assert.equal(said.length, 2);
    return said[0] ?? '';
  } finally {
    await browser.close();
  }
}

/** @param {Page} page */
async function firstScreen(page) {
  await page.locator('vox-open').getByText(SAMPLE).waitFor();
  assert.deepEqual(await findings(page), []);
  return 'light, 1280 wide';
}

/** @param {Page} page */
async function accessible(page) {
  const tabs = ['numbers', 'objects', 'plots', 'depth', 'certainty', 'report', 'batch', 'records'];
  for (const tab of tabs) {
    await page.locator(`#tab-${tab}`).click();
    await page.waitForTimeout(500);
    assert.deepEqual(await findings(page), [], tab);
  }
  await page.keyboard.press('?');
  await page.locator('dialog').waitFor();
  assert.deepEqual(await findings(page), [], 'help');
  return 'eight tabs and the help';
}

/** @param {Page} page */
async function accessibleWide(page) {
  assert.deepEqual(await findings(page), [], 'the first screen');
  await openSample(page, 'other');
  for (const tab of ['numbers', 'report']) {
    await page.locator(`#tab-${tab}`).click();
    await page.waitForTimeout(500);
    assert.deepEqual(await findings(page), [], tab);
  }
  await page.keyboard.press('/');
  await page.locator('dialog vox-palette').waitFor();
  assert.deepEqual(await findings(page), [], 'commands');
  return 'first screen, recipe, report, commands';
}

/** @param {Page} page */
async function accessibleNarrow(page) {
  await page.locator('vox-open').getByText('Kathode 96 × 96 × 64').click();
  await page.locator('.pages button').nth(1).click();
  await page.locator('.offer button').nth(4).click();
  for (const name of ['views', 'work', 'read']) {
    await page.locator('.pages button').nth(['views', 'work', 'read'].indexOf(name)).click();
    await page.waitForTimeout(500);
    assert.deepEqual(await findings(page), [], name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${name} is ${wide} pixels wide`);
  }
  return 'three pages';
}

await asCommand(import.meta, workbenchChecks);
