// The pictures of reports in README and docs, made by the command as it is: npm run report:picture
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { chromiumFlags } from './chromium-flags.mjs';
import { findChromium, root } from './find-tools.mjs';
import { run } from './run.mjs';

const SIZE = { width: 1100, height: 1180 };

/**
 * Draws the top of a report.
 * @param {string} report
 * @param {string} picture
 */
async function draw(report, picture) {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: join(root, 'docs/images', picture) });
  } finally {
    await browser.close();
  }
}

/** @type {[picture: string, command: string[]][]} */
const REPORTS = [
  ['report.png', []],
  ['cell-report.png', ['cell']],
  ['twin-report.png', ['twin']],
];

const demo = join(root, 'scripts/demo.mjs');
for (const [picture, command] of REPORTS) {
  const folder = await mkdtemp(join(tmpdir(), 'voxmetry-picture-'));
  try {
    process.exitCode = await run(process.execPath, [demo, ...command, '--out', folder]);
    if (process.exitCode !== 0) break;
    await draw(join(folder, 'report.html'), picture);
  } finally {
    await rm(folder, { recursive: true });
  }
}
