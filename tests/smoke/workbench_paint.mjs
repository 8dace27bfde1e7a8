// Classes painted in the workbench: strokes by the mouse, the prediction of the slice, and the
// classified volume, whose numbers are those of the library with the same strokes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findings, numbersOf } from './workbench_page.mjs';

/** @typedef {import('playwright').Page} Page */

const SIZE = /** @type {const} */ ([64, 48, 8]);
/** The slice that is shown, in the middle. */
const MIDDLE = SIZE[2] >> 1;

/** Two halves of which the right one is brighter on average, with noise; in whole numbers. */
function halves() {
  const [nx, ny, nz] = SIZE;
  let seed = 1;
  return Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (i % nx < 30 ? 70 : 120) + (seed >>> 26);
  });
}

/** A file of NumPy, which states no voxel size. @param {Uint8Array} data */
function npy(data) {
  const shape = [...SIZE].reverse().join(', ');
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117);
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  return Buffer.concat([start, Buffer.from(`${header}\n`, 'latin1'), data]);
}

/**
 * Strokes of two classes, the prediction while they are painted, and the volume classified.
 * @param {Page} page
 * @param {Page} library A page that can load `/dist/index.js`.
 */
export async function paintedClasses(page, library) {
  const data = halves();
  const open = page.locator('.hello vox-open');
  const file = { name: 'halves.npy', mimeType: 'application/octet-stream', buffer: npy(data) };
  await open.locator('#files').setInputFiles(file);
  await open.locator('input[name=spacingx]').fill('1');
  await open.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('.top [aria-label="Paint classes"]:enabled').click();
  const classes = page.locator('vox-classes');
  const view = page.locator('vox-slice-view[axis=z]');
  await view.locator('vox-paint canvas').waitFor();

  await stroke(page, [10, 10], [20, 12]);
  await classes.getByText('has strokes. Paint some of another class too.').waitFor();
  await page.keyboard.press('2');
  await stroke(page, [40, 12], [52, 10]);
  const counts = classes.locator('.count');
  const painted = await counts.allTextContents();
  await page.keyboard.press('Control+z');
  await classes.getByText('has strokes. Paint some of another class too.').waitFor();
  await page.keyboard.press('Control+y');
  // With the stroke, the training is a step again.
  await page.locator('vox-recipe li[part=step]').waitFor();
  assert.deepEqual(await counts.allTextContents(), painted);
  await page.keyboard.press('1');
  await stroke(page, [8, 36], [20, 38]);
  await page.keyboard.press('2');
  await stroke(page, [44, 38], [54, 36]);

  const predicted = await predictionOf(page);
  assert.deepEqual(await findings(page), []);
  for (const [i, name] of ['dark', 'bright'].entries()) {
    const input = classes.locator('li input:not([type])').nth(i);
    await input.fill(name);
    await input.press('Enter');
  }
  await classes.locator('summary').first().click();
  await classes.getByRole('button', { name: 'Test on strokes left out' }).click();
  const accuracy = classes.locator('[data-accuracy]');
  await accuracy.waitFor({ timeout: 120_000 });

  await classes.getByRole('button', { name: 'Classify the volume' }).click();
  await page.locator('.run').getByText('Up to date').waitFor({ timeout: 240_000 });
  assert.equal(await page.locator('vox-paint').count(), 0, 'the brush rests');
  const study = await savedStudy(page);
  const [dark, bright] = study.brushes;
  const hand = await byHand(library, { size: SIZE, dark: dark.tiles, bright: bright.tiles }, data);
  assert.deepEqual(predicted, hand.slice);
  assert.equal(Number(await accuracy.getAttribute('data-accuracy')), hand.accuracy);
  for (const name of ['dark', 'bright']) {
    const [share] = await numbersOf(page, `Share of ${name}`);
    assert.equal(share?.value, hand[name].value);
    assert.equal(share?.interval, hand[name].interval?.join(' ') ?? null);
  }
  const { steps } = study.recipe;
  assert.equal(steps.filter((/** @type {any} */ { op }) => op === 'painted').length, 2);
  return `${painted.join(' and ')}, then more; bright ${hand.bright.value}`;
}

/**
 * Draws a line in the slice, between voxels.
 * @param {Page} page
 * @param {...(readonly [number, number])} voxels
 */
async function stroke(page, ...voxels) {
  const points = await page.locator('vox-slice-view[axis=z]').evaluate((element, all) => {
    const { left, top } = element.getBoundingClientRect();
    /** @type {{ pixelOf: (position: readonly number[]) => readonly [number, number] }} */
    const { pixelOf } = /** @type {any} */ (element).shown.value;
    return all.map(([x, y]) => {
      const [px, py] = pixelOf([x, y, 0]);
      return [left + px, top + py];
    });
  }, voxels);
  const [[x, y] = [0, 0], ...rest] = points;
  await page.mouse.move(x ?? 0, y ?? 0);
  await page.mouse.down();
  for (const [px, py] of rest) await page.mouse.move(px ?? 0, py ?? 0, { steps: 5 });
  await page.mouse.up();
}

/** The classes of the slice that is shown, once it is drawn. @param {Page} page */
async function predictionOf(page) {
  const handle = await page.waitForFunction(() => {
    const element = /** @type {any} */ (document.querySelector('vox-slice-view[axis=z]'));
    return element.layers[1]?.grid.meta.kind === 'phases' ? element : undefined;
  });
  return handle.evaluate(async (element) => {
    const { drawn, layers, shownIndex } = /** @type {any} */ (element);
    await drawn;
    const { data } = await layers[1].grid.slice({ axis: 'z', index: shownIndex });
    return [...data].join('');
  });
}

/** The study as the page saves it. @param {Page} page */
async function savedStudy(page) {
  const coming = page.waitForEvent('download');
  await page.locator('.menu.save summary').click();
  await page.locator('.menu.save .items button').last().click();
  return JSON.parse(readFileSync(await (await coming).path(), 'utf8'));
}

/**
 * What the library gives with the same strokes.
 * @param {Page} page
 * @param {{ size: readonly number[], dark: object, bright: object }} strokes
 * @param {Uint8Array} data
 */
async function byHand(page, { size, dark, bright }, data) {
  const given = { size, dark, bright, data: [...data], index: MIDDLE };
  return page.evaluate(async ({ size, dark, bright, data, index }) => {
    const { openLab } = await import(/** @type {string} */ ('/dist/index.js'));
    const lab = await openLab();
    const options = { spacing: [1, 1, 1], unit: 'µm' };
    const scan = await lab.open({ data: new Uint8Array(data), size }, options);
    const strokes = { dark: scan.painted(dark), bright: scan.painted(bright) };
    const classifier = scan.train({ strokes });
    const phases = scan.classify(classifier);
    const found = {
      slice: [...(await phases.slice({ axis: 'z', index })).data].join(''),
      accuracy: (await classifier.validate()).accuracy,
      dark: await phases.phase('dark').fraction(),
      bright: await phases.phase('bright').fraction(),
    };
    await lab.dispose();
    return JSON.parse(JSON.stringify(found));
  }, given);
}
