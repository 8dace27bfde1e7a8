// The notebooks as a reader meets them: built without network, from a sub-path, under their own
// strict policy. They end in the numbers that the library gives in Deno, on their sample and on a
// reader's file, and their cells can be edited in the page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';
import { prepareOrExit } from '../../scripts/prepare.mjs';
import { asCommand, check } from '../smoke/checks.mjs';
import { editChecks } from './edit.mjs';
import { firefoxNotebook } from './firefox.mjs';
import { readerFile } from './reader_file.mjs';
import { build, built, inPage, numbersOf, serveSite } from './site.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {Record<string, number>} Numbers */

/**
 * How far numbers may lie from those of another adapter, relative; all others are equal to the bit.
 * @type {Record<string, number>}
 */
const tolerances = {
  // f32: the solver ends at 0.1 %.
  'transport/tau-x': 1e-3,
  'transport/tau-y': 1e-3,
  'transport/tau-z': 1e-3,
  'transport/relative-z': 1e-3,
  // Fourier transforms, and slices that are moved by parts of a voxel, round in f32.
  'fib-sem/drift-x': 1e-3,
  'fib-sem/drift-y': 1e-3,
  'fib-sem/after': 1e-3,
  'fib-sem/surface': 1e-3,
  // Sines and cosines of two JavaScript engines differ in their last bit.
  'wound-cell/pitch': 1e-12,
  'wound-cell/length': 1e-12,
  'wound-cell/height': 1e-12,
  'wound-cell/bridged': 1e-12,
  // Levels of grey are smoothed in f32, and transforms climbed on them.
  'correlation/shift-x': 1e-3,
  'correlation/turn': 1e-2,
  'correlation/correlation': 1e-3,
  'correlation/carried': 1e-3,
  'correlation/unseen': 1e-2,
  // Generators are fitted by logarithms, whose last bit is the engine's own.
  'synthetic-twin/porosity-corrected': 1e-3,
  'synthetic-twin/surface-corrected': 1e-3,
  // A Gaussian rounds in f32: some voxels lie at the threshold.
  'compare-gpus/gaussian': 5e-5,
};

/** @returns {Promise<import('../smoke/checks.mjs').Check[]>} */
export async function notebookChecks() {
  const first = await check('notebooks: built without network', buildAlone);
  if (!first.passed) return [first];
  const expected = numbersInDeno();
  const site = await serveSite();
  try {
    const checks = [first, await check('notebooks: only one page allows blob:', policiesOfPages)];
    checks.push(
      await check('notebooks: the list', () => inPage(`${site.address}/index.html`, list)),
    );
    for (const name of notebooks())
      checks.push(
        await check(`notebooks: ${name}`, () =>
          inPage(`${site.address}/${name}.html`, (page) => notebook(page, name, expected)),
        ),
      );
    checks.push(...(await editChecks(site.address, expected['first-steps'] ?? {})));
    checks.push(
      await check('notebooks: the first one in Firefox', () =>
        firefoxNotebook(`${site.address}/first-steps.html`, expected['first-steps'] ?? {}),
      ),
    );
    return checks;
  } finally {
    site.close();
  }
}

/** The names of the notebooks. */
function notebooks() {
  const others = ['index.html', 'edit.html'];
  return readdirSync(built)
    .filter((file) => file.endsWith('.html') && !others.includes(file))
    .map((file) => file.slice(0, -'.html'.length));
}

async function buildAlone() {
  await build();
  assert.equal(notebooks().length, 10);
  return notebooks().join(', ');
}

/** What the library gives in Deno. @returns {Record<string, Numbers>} */
function numbersInDeno() {
  const { deno, env } = prepareOrExit(['demo']);
  const script = join(root, 'tests/notebooks/numbers.js');
  const { stdout, stderr, status } = spawnSync(deno, ['run', '-A', '--unstable-webgpu', script], {
    env,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

async function policiesOfPages() {
  for (const name of ['index', 'edit', ...notebooks()]) {
    const html = readFileSync(join(built, `${name}.html`), 'utf8');
    const written = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const policy = written.replaceAll('&#39;', "'");
    const scripts = policy.split(';').find((part) => part.trim().startsWith('script-src')) ?? '';
    assert.match(policy, /^default-src 'none'/, name);
    assert.equal(scripts.includes('blob:'), name === 'edit', `${name}: ${scripts}`);
    assert.ok(!scripts.includes('unsafe-inline') && !/https?:/.test(policy), `${name}: ${policy}`);
  }
  return 'edit.html';
}

/** @param {Page} page */
async function list(page) {
  const links = await page
    .locator('.cards a')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const wanted = notebooks().map((name) => `./${name}.html`);
  assert.deepEqual([...links].sort(), wanted.sort());
  return `${links.length} notebooks`;
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {Record<string, Numbers>} expected
 */
async function notebook(page, name, expected) {
  const start = performance.now();
  const found = await numbersOf(page);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  assertNumbers(name, found, expected[name] ?? {});
  if (name === 'first-steps') await assertPictures(page);

  // The same on a file of the reader.
  const file = await readerFile(name);
  await page.locator('vox-open input[type=file]').first().setInputFiles(file);
  const [firstNumber] = Object.values(found);
  const ofFile = await numbersOf(page, firstNumber);
  if (name === 'first-steps') assertNumbers('file', ofFile, expected['file'] ?? {});
  else assert.deepEqual(Object.keys(ofFile), Object.keys(found));
  return `${Object.keys(found).length} numbers in ${seconds} s, and those of a file`;
}

/**
 * @param {string} name
 * @param {Numbers} found
 * @param {Numbers} wanted
 */
export function assertNumbers(name, found, wanted) {
  assert.deepEqual(Object.keys(found), Object.keys(wanted));
  for (const [key, value] of Object.entries(wanted)) {
    const got = found[key] ?? NaN;
    const tolerance = (tolerances[`${name}/${key}`] ?? 0) * Math.abs(value);
    assert.ok(Math.abs(got - value) <= tolerance, `${name}, ${key}: ${got} is not ${value}`);
  }
}

/**
 * Elements in cells show what they are given: slices in many levels, and all voxels counted.
 * @param {Page} page
 */
async function assertPictures(page) {
  const view = page.locator('vox-slice-view').first();
  await view.scrollIntoViewIfNeeded();
  await view.evaluate((element) => /** @type {any} */ (element).drawn);
  const colours = await coloursOf(page, await view.screenshot());
  assert.ok(colours > 200, `the slice has ${colours} colours`);
  const histogram = page.locator('vox-histogram');
  await histogram.getByText('589,824 voxels').waitFor({ timeout: 10_000 });
}

/**
 * How many colours a picture has.
 * @param {Page} page
 * @param {Buffer} png
 */
export function coloursOf(page, png) {
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data;
    return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
  }, png.toString('base64'));
}

await asCommand(import.meta, notebookChecks);
