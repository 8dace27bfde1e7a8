// The ten-minute task: what somebody does who never saw the workbench, from a scan to a report that
// is kept. The numbers of the report are those of the command line on the same file, and of a
// sample they are near its truth.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { findDeno, lavapipeEnvironment, root } from '../../scripts/find-tools.mjs';
import { asCommand, check } from './checks.mjs';
import { openSample, opened, run, withWorkbench } from './workbench_page.mjs';

/** @typedef {import('playwright').Page} Page */

/** A real scan, beside the project where there is one: a raw file that states nothing. */
const SAND = join(root, '../shared/data/volumes/sandpack/sand_200x200x100_uint8.raw');
const SIZE = [200, 200, 100];
const VOXEL = 3.5;

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export function taskChecks() {
  const folder = mkdtempSync(join(tmpdir(), 'voxmetry-task-'));
  return withWorkbench(async (browser, address) => {
    /** @param {(page: Page) => Promise<string>} work */
    const onPage = async (work) => {
      const { page, faults, done } = await opened(browser, address, { acceptDownloads: true });
      const note = await work(page);
      assert.deepEqual(faults, []);
      await done();
      return note;
    };
    const results = [
      await check('task: a sample, from the page to a report near its truth', () =>
        onPage((page) => sampleTask(page, folder)),
      ),
    ];
    if (existsSync(SAND))
      results.push(
        await check('task: a sand pack, whose report has the numbers of the command line', () =>
          onPage((page) => sandTask(page, folder)),
        ),
      );
    else console.log(` - task: a sand pack: skipped, there is no ${SAND}`);
    return results;
  }).finally(() => {
    rmSync(folder, { recursive: true });
  });
}

/** @param {Page} page @param {string} folder */
async function sampleTask(page, folder) {
  const { syntheticCathode } = await import(
    /** @type {string} */ (pathToFileURL(join(root, 'dist/synthetic.js')).href)
  );
  const { truth } = syntheticCathode({ size: [96, 96, 64], seed: 1 });
  await openSample(page, 'cathode');
  await run(page);
  const file = join(folder, 'sample.html');
  await saveReport(page, file);
  const { number } = await reportOf(page, file);
  const porosity = number('Porosity', 'fraction').value;
  assert.ok(Math.abs(porosity - truth.porosity) < 0.01, `${porosity}, true ${truth.porosity}`);
  // Fewer voxels are a cap that the volume's border cut off a particle; the median takes many.
  const large = truth.particles.filter((/** @type {any} */ each) => each.volumeVoxels >= 50).length;
  const found = number('Particle sizes', 'objects').value;
  assert.ok(Math.abs(found - large) <= 0.1 * large, `${found} particles, true ${large}`);
  return `porosity ${porosity.toFixed(4)}, true ${truth.porosity.toFixed(4)}; ${found} particles, true ${large}`;
}

/** @param {Page} page @param {string} folder */
async function sandTask(page, folder) {
  const asked = commandLine([
    ...[SAND, '--size', SIZE.join(','), '--dtype', 'u8', '--out', join(folder, 'main')],
    ...['--spacing', [VOXEL, VOXEL, VOXEL].join(','), '--unit', 'µm'],
  ]);
  // What is wrong with it is said where it is waited for.
  asked.catch(() => undefined);
  await openRaw(page);
  await page.locator('.offer button').first().click();
  await run(page);
  await page.locator('#tab-objects').click();
  const rows = await page.locator('vox-table [role=grid]').getAttribute('aria-rowcount');
  const headline = await certainty(page);
  const file = join(folder, 'report.html');
  await saveReport(page, file);
  const { number, certainties } = await reportOf(page, file);

  await asked;
  const main = JSON.parse(readFileSync(join(folder, 'main/result.json'), 'utf8'));
  const { fraction, surface } = main.phases[1];
  assert.equal(main.phases[1].name, 'dark phase');
  assert.deepEqual(number('Porosity', 'fraction'), {
    ...{ value: fraction.value, interval: fraction.interval95, unit: '%' },
  });
  assert.deepEqual([headline], certainties);
  assert.equal(headline, fraction.value);
  assert.deepEqual(number('Specific surface', 'perVolume'), {
    ...{ value: surface.perVolume, interval: surface.interval95, unit: '1/µm' },
  });
  const { particles } = main;
  assert.equal(number('Particle sizes', 'objects').value, particles.count);
  assert.equal(number('Particle sizes', 'objectsUsed').value, particles.countInterior);
  assert.equal(Number(rows) - 1, particles.count);
  for (const size of ['d10', 'd50', 'd90'])
    for (const weight of ['Volume', 'Number'])
      assert.deepEqual(number('Particle sizes', `${size.toUpperCase()} by${weight}`), {
        value: particles[size][weight.toLowerCase()],
        interval: particles[size].interval95[weight.toLowerCase()],
        unit: 'µm',
      });
  const d50 = number('Particle sizes', 'D50 byVolume').value;
  return `porosity ${fraction.value}, ${particles.count} particles, D50 ${d50.toFixed(2)} µm`;
}

/**
 * Picks the raw file, and says what it does not say of itself.
 * @param {Page} page
 */
async function openRaw(page) {
  const open = page.locator('.hello vox-open');
  await open.locator('#files').setInputFiles(SAND);
  await open.locator('input[name=spacingx]').fill(String(VOXEL));
  await open.getByRole('button', { name: 'Open', exact: true }).click();
  await page.locator('vox-slice-view[axis=z]').waitFor();
}

/** Finds out how sure the first number is; resolves to it. @param {Page} page */
async function certainty(page) {
  await page.locator('#tab-certainty').click();
  await page.locator('vox-certainty button.primary').click();
  const headline = page.locator('vox-certainty .headline [data-number]');
  await headline.waitFor({ timeout: 60_000 });
  return Number(await headline.getAttribute('data-number'));
}

/** Saves the report. @param {Page} page @param {string} file */
async function saveReport(page, file) {
  await page.locator('#tab-report').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('vox-report').getByRole('button', { name: 'Save as HTML' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /\.html$/);
  await download.saveAs(file);
}

/**
 * What a report says, opened from the disk as its reader does: without a script, and no network.
 * @param {Page} page
 * @param {string} file
 */
async function reportOf(page, file) {
  const context = await page
    .context()
    .browser()
    ?.newContext({ javaScriptEnabled: false, offline: true });
  assert.ok(context);
  const reader = await context.newPage();
  await reader.goto(pathToFileURL(file).href);
  assert.equal(await reader.locator('figure img').count(), 1, 'a picture');
  assert.equal(await reader.locator('a.button').count(), 1, 'a way back to the workbench');
  const cells = await reader
    .locator('[data-result]')
    .evaluateAll((all) =>
      all.map((cell) => Object.assign({}, /** @type {HTMLElement} */ (cell).dataset)),
    );
  const certainties = await reader
    .locator('[data-certainty]')
    .evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('data-certainty'))));
  await context.close();
  return {
    certainties,
    /** @param {string} result @param {string} label */
    number: (result, label) => {
      const cell = cells.find((each) => each['result'] === result && each['label'] === label);
      assert.ok(cell, `no ${label} of ${result}`);
      const { number: value, unit, interval } = cell;
      return { value: Number(value), interval: interval?.split(' ').map(Number) ?? null, unit };
    },
  };
}

/** Runs the command line of the built library. @param {readonly string[]} args */
async function commandLine(args) {
  const deno = findDeno();
  if (deno === undefined) throw new Error('Deno not found. Type: npm ci');
  const call = ['run', '-A', '--unstable-webgpu', join(root, 'dist/cli.js'), ...args];
  return promisify(execFile)(deno, call, { env: lavapipeEnvironment() });
}

await asCommand(import.meta, taskChecks);
