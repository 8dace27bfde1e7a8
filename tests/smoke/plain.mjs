// examples/plain as it stands, on the built library, without a bundler, in Chromium: the sample
// against its truth, a file against counts by hand, a cancel, and an unreadable file.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { asCommand, check } from './checks.mjs';
import { serve } from '../../scripts/serve.mjs';

/** @typedef {import('playwright').Page} Page */

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export async function plainChecks() {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  const server = await serve({
    folders: {
      '/dist/': join(root, 'dist'),
      '/examples/plain/': join(root, 'examples/plain'),
    },
  });
  /** @param {(page: Page) => Promise<string>} work */
  const inPage = async (work) => {
    const page = await browser.newPage();
    /** @type {Error[]} */
    const failures = [];
    page.on('pageerror', (error) => failures.push(error));
    try {
      await page.goto(`${server.origin}/examples/plain/index.html`);
      const note = await work(page);
      assert.deepEqual(failures, []);
      return note;
    } finally {
      await page.close();
    }
  };
  try {
    return [
      await check('plain: the sample', () => inPage(sample)),
      await check('plain: a file', () => inPage(twoCubes)),
      await check('plain: cancel, then again', () => inPage(cancelAndRepeat)),
      await check('plain: an unreadable file, then another', () => inPage(unreadable)),
      await check('plain: 200 labs, one after the other', () => inPage(manyLabs)),
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * Waits for the end of a run and reads what the page shows.
 * @param {Page} page
 */
async function outcome(page) {
  await page.locator('#cancel:disabled').waitFor({ timeout: 60_000 });
  /** @param {string} id */
  const text = (id) => page.locator(`#${id}`).textContent();
  return {
    status: await text('status'),
    error: await text('error'),
    shown: await page.locator('#result').isVisible(),
    porosity: await text('porosity'),
    interval: await text('interval'),
    particles: Number(await text('particles')),
    volume: await text('volume'),
    threshold: await text('threshold'),
    orange: await page.locator('canvas').evaluate(orangeFraction),
  };
}

/**
 * Fraction of coloured pixels, those under the mask; runs in the page.
 * @param {Element} canvas
 */
function orangeFraction(canvas) {
  if (!(canvas instanceof HTMLCanvasElement)) return NaN;
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] !== data[i + 2]) coloured++;
  return coloured / (width * height);
}

/** @param {Page} page */
async function sample(page) {
  await page.getByText('Synthetic sample').click();
  const { error, porosity, interval, particles, volume, orange } = await outcome(page);
  assert.equal(error, '');
  const { truth } = await page.evaluate(async () => {
    const { syntheticCathode } = await import(/** @type {string} */ ('/dist/synthetic.js'));
    const size = [128, 128, 64];
    const { porosity, particles, labels } = syntheticCathode({ size }).truth;
    const slice = labels.subarray(32 * 128 * 128, 33 * 128 * 128);
    const solid = slice.filter((/** @type {number} */ id) => id > 0).length / slice.length;
    // Fewer voxels are a cap that the volume's border cut off a particle; the median takes many.
    const whole = particles.filter((/** @type {any} */ { volumeVoxels }) => volumeVoxels >= 50);
    return { truth: { porosity, solid, particles: whole.length } };
  });
  assert.match(porosity ?? '', /^\d+\.\d %$/);
  assertNear(Number.parseFloat(porosity ?? '') / 100, truth.porosity, 0.02);
  assertNear(orange, truth.solid, 0.03);
  assertNear(particles, truth.particles, 0.1 * truth.particles);
  assert.match(
    interval ?? '',
    /^95 % interval \d+\.\d % to \d+\.\d %; such intervals held in \d+\.\d % to \d+\.\d %$/,
  );
  assert.equal(volume, '25.6 × 25.6 × 16 µm³');
  return `porosity ${porosity}, true ${percent(truth.porosity)}; ${particles} particles, true ${truth.particles}`;
}

/** @param {number} got @param {number} wanted @param {number} tolerance */
function assertNear(got, wanted, tolerance) {
  assert.ok(Math.abs(got - wanted) <= tolerance, `${got} is not ${wanted} ± ${tolerance}`);
}

/** @param {number} value */
const percent = (value) => `${(100 * value).toFixed(1)} %`;

/** A raw file of 32³ voxels with two bright cubes of edge 10, both in the middle slice. */
function twoCubesFile() {
  const data = Buffer.alloc(32 ** 3, 50);
  for (const start of [4, 18])
    for (let z = 11; z < 21; z++)
      for (let y = 11; y < 21; y++)
        data.fill(200, (z * 32 + y) * 32 + start, (z * 32 + y) * 32 + start + 10);
  return { name: 'cubes_32x32x32_uint8.raw', mimeType: 'application/octet-stream', buffer: data };
}

/**
 * A file without a voxel size and of two values: the page asks for both.
 * @param {Page} page
 */
async function twoCubes(page) {
  await page.locator('#file').setInputFiles(twoCubesFile());
  await page.locator('#voxel').fill('0.5, 0.5, 1');
  await page.locator('#spacing button').click();
  await page.locator('#label').selectOption('200');
  await page.locator('#labels button').click();
  const { error, porosity, particles, volume, threshold, orange } = await outcome(page);
  assert.equal(error, '');
  assert.equal(porosity, percent(1 - (2 * 1000) / 32 ** 3));
  assert.equal(particles, 2);
  assert.equal(volume, '16 × 16 × 32 µm³');
  assert.equal(threshold, 'orange: the voxels equal to 200');
  assert.equal(orange, (2 * 100) / 32 ** 2);
  return `rest ${porosity}, ${particles} particles`;
}

/** @param {Page} page */
async function cancelAndRepeat(page) {
  // From inside the page: a step may be over before a click from here arrives.
  await page.evaluate(() => {
    const status = document.getElementById('status');
    const observer = new MutationObserver(() => {
      if (status?.textContent !== 'Threshold') return;
      document.getElementById('cancel')?.click();
      observer.disconnect();
    });
    if (status) observer.observe(status, { childList: true });
  });
  await page.getByText('Synthetic sample').click();
  const { status, error, shown } = await outcome(page);
  assert.deepEqual({ status, error, shown }, { status: 'Cancelled', error: '', shown: false });
  return twoCubes(page);
}

/** @param {Page} page */
async function unreadable(page) {
  const text = { name: 'notes.tif', mimeType: 'image/tiff', buffer: Buffer.from('not an image') };
  await page.locator('#file').setInputFiles(text);
  const { error, shown } = await outcome(page);
  assert.match(error ?? '', /notes\.tif/);
  assert.equal(shown, false);
  return `“${error}”; ${await twoCubes(page)}`;
}

/**
 * Every lab has a worker and a device of its own; none of them may stay, nor any byte of the GPU.
 * @param {Page} page
 */
async function manyLabs(page) {
  const bytes = await page.evaluate(async () => {
    const { openLab } = await import(/** @type {string} */ ('/dist/index.js'));
    const found = [];
    for (let i = 0; i < 200; i++) {
      const lab = await openLab();
      const scan = await lab.open({ data: Uint8Array.of(1, 9, 1, 9), size: [2, 2, 1] });
      if ((await scan.threshold({ lo: 5 }).count()) !== 2) throw new Error(`lab ${i} is wrong`);
      found.push((await lab.memory()).live);
      await lab.dispose();
    }
    return found;
  });
  assert.equal(bytes.length, 200);
  assert.equal(bytes.at(-1), bytes[0]);
  // The browser tells of a worker's end a moment later.
  for (let i = 0; i < 50 && page.workers().length > 0; i++) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0);
  return `${bytes[0]} bytes of GPU memory in the first and in the last`;
}

await asCommand(import.meta, plainChecks);
