// What goes wrong on a machine, in the workbench: the GPU is lost while nothing runs and while
// measures do, and volumes are larger than it can hold. The page says so, and goes on.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asCommand } from './checks.mjs';
import { numbersOf, openSample, playChecks, run, withWorkbench } from './workbench_page.mjs';

/** @typedef {import('playwright').Page} Page */

/** Before the code of a worker: its devices are kept where a test finds them. */
const KEEP_DEVICES = `{
  const { prototype } = GPUAdapter;
  const request = prototype.requestDevice;
  globalThis.devices = [];
  prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    globalThis.devices.push(device);
    return device;
  };
}
`;
/** Voxels along each edge of a volume whose tortuosity needs more than a GPU of 1 GiB. */
const CUBE = 448;
/** Pixels at the edge of a picture that are not looked at. */
const EDGE = 8;

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export function faultChecks() {
  const folder = mkdtempSync(join(tmpdir(), 'voxmetry-faults-'));
  const file = join(folder, 'large.raw');
  writeFileSync(file, twoPhases());
  return withWorkbench(async (browser, address) => [
    ...(await playChecks(browser, address, {
      'a lost GPU comes back, and the pictures': lostAtRest,
      'a GPU that is lost while it measures gives the same numbers': lostAtWork,
    })),
    ...(await playChecks(browser, address, {
      'a volume of more voxels than its file says what is wrong': (page) =>
        tooManyVoxels(page, file),
      'a measure that is too large for the GPU says what to do': (page) => tooLarge(page),
    })),
  ]).finally(() => {
    rmSync(folder, { recursive: true });
  });
}

/** A dark and a bright half, with some noise. */
function twoPhases() {
  const data = new Uint8Array(CUBE ** 3);
  for (let i = 0; i < data.length; i += 1)
    data[i] = ((i * 7919) % 31) + (i % CUBE < CUBE / 2 ? 60 : 160);
  return data;
}

/**
 * Has the devices of workers that start from now on kept.
 * @param {Page} page
 */
async function keepDevices(page) {
  await page.context().route('**/assets/*.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.includes('requestDevice(') ? KEEP_DEVICES + text : text;
    await route.fulfill({ response, body });
  });
  await page.reload();
}

/** Loses the device that computes now. @param {Page} page */
async function lose(page) {
  for (const worker of page.workers()) {
    const lost = await worker.evaluate(() => {
      const { devices } = /** @type {{ devices?: { destroy(): void }[] }} */ (globalThis);
      devices?.at(-1)?.destroy();
      return devices?.length ?? 0;
    });
    if (lost > 0) return;
  }
  assert.fail('no worker has a device');
}

/** @param {Page} page */
async function lostAtRest(page) {
  await keepDevices(page);
  await openSample(page, 'other');
  const view = page.locator('vox-slice-view[axis=z] canvas');
  const picture = () => pictureOf(page, view);
  await run(page);
  const before = await settled(picture);
  await lose(page);
  const notice = page.locator('.notice');
  await notice.getByText(/GPU was lost|GPU is back/).waitFor();
  await notice.getByText('The GPU is back').waitFor({ timeout: 10_000 });
  const start = performance.now();
  await notice.getByRole('button').click();
  while ((await picture()) !== before)
    assert.ok(performance.now() - start < 10_000, 'the slice does not come back');
  const seconds = (performance.now() - start) / 1000;
  // What is drawn from now on is drawn by the new device.
  await page.locator('vox-slice-view[axis=z] .frame').focus();
  await page.keyboard.press('PageDown');
  const after = await settled(picture);
  assert.notEqual(after, before);
  return `the same picture after ${seconds.toFixed(1)} s`;
}

/**
 * A picture without its edge, where the browser draws the corners' pixels in this way or that.
 * @param {Page} page @param {import('playwright').Locator} view
 */
async function pictureOf(page, view) {
  const box = await view.boundingBox();
  assert.ok(box !== null, 'no slice is shown');
  const { x, y, width, height } = box;
  const clip = { x: x + EDGE, y: y + EDGE, width: width - 2 * EDGE, height: height - 2 * EDGE };
  return (await page.screenshot({ clip })).toString('base64');
}

/**
 * A picture once it has stayed the same for a while.
 * @param {() => Promise<string>} picture
 */
async function settled(picture) {
  let last = await picture();
  for (let same = 0; same < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const next = await picture();
    same = next === last ? same + 1 : 0;
    last = next;
  }
  return last;
}

/** @param {Page} page */
async function lostAtWork(page) {
  const share = 'Share of the bright phase';
  const before = await numbersOf(page, share);
  assert.equal(before.length, 3);
  // A page that is loaded again keeps the study, and computes everything anew.
  await page.waitForTimeout(1000);
  await page.reload();
  await page.locator('.run button.primary:enabled').waitFor({ timeout: 20_000 });
  assert.deepEqual(await numbersOf(page, share), []);
  await page.keyboard.press('Control+Enter');
  await page.locator('.run vox-progress').waitFor();
  await lose(page);
  await page.locator('.run').getByText('Up to date').waitFor({ timeout: 240_000 });
  assert.deepEqual(await numbersOf(page, share), before);
  assert.equal(await page.locator('vox-recipe .error').count(), 0);
  return `${String(before[0]?.value)} before and after`;
}

/** @param {Page} page @param {string} file */
async function tooManyVoxels(page, file) {
  const open = page.locator('.hello vox-open');
  await open.locator('#files').setInputFiles(file);
  await open.locator('input[name=sizex]').waitFor();
  const say = async (/** @type {number} */ edge) => {
    for (const axis of ['x', 'y', 'z'])
      await open.locator(`input[name=size${axis}]`).fill(String(edge));
    await open.locator('select[name=dtype]').selectOption('u8');
    await open.getByRole('button', { name: 'Open', exact: true }).click();
  };
  await say(20_000);
  const alert = open.locator('[role=alert]');
  await alert.waitFor();
  const said = (await alert.textContent())?.trim() ?? '';
  assert.match(said, /8,?000,?000,?000,?000/);
  // What was typed is still there to be mended.
  assert.equal(await open.locator('input[name=sizex]').inputValue(), '20000');
  await say(CUBE);
  await open.getByRole('button', { name: 'Measure in voxels' }).click();
  await page.locator('vox-slice-view[axis=z]').waitFor();
  return said;
}

/** @param {Page} page */
async function tooLarge(page) {
  await page.locator('.offer button').last().click();
  for (const [i, name] of ['otsu', 'tortuosity'].entries()) {
    await page.keyboard.press('/');
    await page.locator('vox-palette input').fill(name);
    await page.keyboard.press('Enter');
    await page.locator('vox-recipe li[part=step]').nth(i).waitFor();
  }
  await page.keyboard.press('Control+Enter');
  const error = page.locator('vox-results').getByText('memoryBudget');
  await error.waitFor({ timeout: 120_000 });
  const said = (await error.textContent())?.trim() ?? '';
  assert.match(said, /crop or bin/i);
  return said;
}

await asCommand(import.meta, faultChecks);
