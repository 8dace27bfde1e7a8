// Runs the benchmark page in Chromium, on its software adapter or on the machine's GPU, and saves
// the run: npm run bench:browser -- --json FILE [--sizes 64,128] [--samples 5] [--groups stats]
//   [--gpu]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { buildBench } from './bench-bundle.mjs';
import { chromiumFlags } from './chromium-flags.mjs';
import { findChromium, root } from './find-tools.mjs';
import { serve } from './serve.mjs';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    sizes: { type: 'string', default: '64,128' },
    samples: { type: 'string', default: '5' },
    groups: { type: 'string' },
    gpu: { type: 'boolean', default: false },
  },
});
if (values.json === undefined) {
  console.error('npm run bench:browser -- --json FILE [--sizes 64,128] [--samples 5] [--gpu]');
  process.exit(2);
}
const built = await buildBench('vite.page.config.ts');
if (built !== 0) process.exit(built);

const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: values.gpu ? ['--enable-unsafe-webgpu'] : chromiumFlags,
});
const server = await serve({ folders: { '/': resolve(root, 'bench/dist') } });
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/index.html`);
  /** @param {string} label @param {readonly string[]} wanted */
  const tickOnly = async (label, wanted) => {
    for (const box of await page
      .locator(`div:has-text("${label}") > label > input[type=checkbox]`)
      .all()) {
      await box.setChecked(wanted.includes(await box.inputValue()));
    }
  };
  await tickOnly('Sizes', values.sizes.split(','));
  if (values.groups !== undefined) await tickOnly('Cases', values.groups.split(','));
  await page.locator('input[value=niimath]').setChecked(false);
  await page.locator('fieldset input[type=number]').fill(values.samples);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const status = page.getByRole('status');
  let said = '';
  for (;;) {
    const text = (await status.textContent()) ?? '';
    if (text !== said) console.log(text);
    said = text;
    if (text === 'Done.') break;
    if (/failed|Choose/.test(text)) throw new Error(text);
    await new Promise((wait) => setTimeout(wait, 500));
  }
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save this run' }).click(),
  ]);
  await saved.saveAs(resolve(process.env['INIT_CWD'] ?? '.', values.json));
} finally {
  await browser.close();
  server.close();
}
