// The README's picture of the report, made by the command as it is: npm run report:picture
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
 */
async function draw(report) {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: join(root, 'docs/images/report.png') });
  } finally {
    await browser.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'voxmetry-picture-'));
try {
  process.exitCode = await run(process.execPath, [join(root, 'scripts/demo.mjs'), '--out', folder]);
  if (process.exitCode === 0) await draw(join(folder, 'report.html'));
} finally {
  await rm(folder, { recursive: true });
}
