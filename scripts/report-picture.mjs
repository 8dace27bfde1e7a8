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

const folder = await mkdtemp(join(tmpdir(), 'voxmetry-picture-'));
try {
  const code = await run(process.execPath, [join(root, 'scripts/demo.mjs'), '--out', folder]);
  if (code !== 0) process.exit(code);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    await page.screenshot({ path: join(root, 'docs/images/report.png') });
  } finally {
    await browser.close();
  }
} finally {
  await rm(folder, { recursive: true });
}
