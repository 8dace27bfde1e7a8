// What a user waits for before the first number: opening a lab, handing it a volume, the first
// result. npm run bench:start, on the built library in Chromium.
import { join } from 'node:path';
import { chromium } from 'playwright';
import { buildIfStale } from '../../scripts/build.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { serve } from '../../scripts/serve.mjs';

const REPEATS = 5;

/**
 * Times one start; runs in the page. Every lab has a worker and a device of its own, so that
 * nothing is warm but the browser's cache of files and shaders.
 */
async function start() {
  const { openLab } = await import(/** @type {string} */ ('/dist/index.js'));
  const now = () => performance.now();
  const opening = now();
  const lab = await openLab();
  const opened = now();
  const size = [256, 256, 256];
  const volume = () => new Uint16Array(256 ** 3).map((_, i) => (i * 40503) & 0xffff);
  const small = new Uint8Array(64 ** 3).map((_, i) => (i * 73) & 255);
  const first = now();
  const scan = await lab.open({ data: small, size: [64, 64, 64] });
  await scan.median().otsu().fraction();
  const result = now();
  const other = await lab.open({ data: small.map((v) => 255 - v), size: [64, 64, 64] });
  const again = now();
  await other.median().otsu().fraction();
  const repeated = now();
  const moved = volume();
  const handing = now();
  await lab.open({ data: moved, size }, { transfer: true });
  const handed = now();
  const kept = volume();
  const copying = now();
  await lab.open({ data: kept, size });
  const copied = now();
  await lab.dispose();
  return {
    'open a lab': opened - opening,
    'first result of 64³: median, Otsu, fraction': result - first,
    'the same of another volume, all compiled': repeated - again,
    'hand over 256³ u16 (transfer: true)': handed - handing,
    'hand over 256³ u16, a copy': copied - copying,
    emptied: moved.length === 0,
  };
}

process.exitCode = await buildIfStale();
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: chromiumFlags,
});
const server = await serve({
  folders: { '/dist/': join(root, 'dist') },
  pages: { '/': '<!doctype html><title>start</title>' },
});
try {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let i = 0; i < REPEATS; i++) {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/`);
    const { emptied, ...found } = await page.evaluate(start);
    if (!emptied) throw new Error('The buffer was copied, not transferred.');
    for (const [name, ms] of Object.entries(found)) (times[name] ??= []).push(ms);
    await page.close();
  }
  console.log(
    `Chromium ${browser.version()}, ${REPEATS} new pages; the first, then the median of the others`,
  );
  for (const [name, [first = NaN, ...others]] of Object.entries(times)) {
    const middle = others.sort((a, b) => a - b)[Math.floor(others.length / 2)] ?? NaN;
    console.log(
      `${name.padEnd(46)} ${first.toFixed(0).padStart(6)} ms ${middle.toFixed(0).padStart(6)} ms`,
    );
  }
} finally {
  await browser.close();
  server.close();
}
