// The packed tarball as a user gets it: in a fresh Vite project, developed and built, and in a
// plain page without a bundler, where Chromium runs the main job, worker included; and in Node.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright';
import { build, createServer, preview } from 'vite';
import { findChromium, root } from '../../scripts/find-tools.mjs';
import { chromiumFlags } from '../../scripts/chromium-flags.mjs';
import { asCommand, assertOutcome, check } from './checks.mjs';
import { freshProject } from './fresh_project.mjs';
import { serve } from '../../scripts/serve.mjs';
import { jobPage } from './job_page.mjs';
import { nodeChecks } from './node.mjs';

/** @returns {Promise<import('./checks.mjs').Check[]>} */
export async function packageChecks() {
  const folder = mkdtempSync(join(tmpdir(), 'voxmetry-package-'));
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: chromiumFlags,
  });
  /** @param {string} url */
  const outcomeOf = async (url) => {
    const page = await browser.newPage();
    try {
      const failure = new Promise((_, reject) => page.once('pageerror', reject));
      await page.goto(url);
      const outcome = page.waitForFunction('globalThis.outcome', null, { timeout: 60_000 });
      await Promise.race([outcome, failure]);
      return assertOutcome(await (await outcome).jsonValue());
    } finally {
      await page.close();
    }
  };
  try {
    const checks = [await check('package: npm pack, npm install', async () => install(folder))];
    if (!checks[0]?.passed) return checks;
    return [
      ...checks,
      await check('package: plain page', () => inPlainPage(folder, outcomeOf)),
      await check('package: Vite, developing', () => inViteServer(folder, outcomeOf)),
      await check('package: Vite, built', () => inViteBuild(folder, outcomeOf)),
      ...(await nodeChecks(join(folder, 'project'))),
    ];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A new project with the tarball installed, and a page that runs the main job.
 * @param {string} folder
 */
function install(folder) {
  const { project, tarball } = freshProject(folder);
  copyFileSync(join(root, 'tests/smoke/main_job.js'), join(project, 'main_job.js'));
  writeFileSync(
    join(project, 'main.js'),
    "import * as voxmetry from 'voxmetry';\nimport { runInPage } from './main_job.js';\nawait runInPage(voxmetry);\n",
  );
  writeFileSync(
    join(project, 'index.html'),
    '<!doctype html><title>fresh</title><script type="module" src="/main.js"></script>\n',
  );
  return basename(tarball);
}

/** @typedef {(url: string) => Promise<string>} OutcomeOf */

/**
 * @param {string} folder
 * @param {OutcomeOf} outcomeOf
 */
async function inPlainPage(folder, outcomeOf) {
  const server = await serve({
    folders: { '/': join(folder, 'project') },
    pages: { '/plain': jobPage('/node_modules/voxmetry/dist/index.js', '/main_job.js') },
  });
  try {
    return await outcomeOf(`${server.origin}/plain`);
  } finally {
    server.close();
  }
}

/** @param {string} folder @returns {import('vite').InlineConfig} */
const freshVite = (folder) => ({
  root: join(folder, 'project'),
  configFile: false,
  logLevel: 'error',
  build: { target: 'es2023' },
});

/**
 * @param {string} folder
 * @param {OutcomeOf} outcomeOf
 */
async function inViteServer(folder, outcomeOf) {
  const server = await createServer({
    ...freshVite(folder),
    server: { host: '127.0.0.1', port: 0 },
  });
  try {
    await server.listen();
    return await outcomeOf(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
}

/**
 * @param {string} folder
 * @param {OutcomeOf} outcomeOf
 */
async function inViteBuild(folder, outcomeOf) {
  await build(freshVite(folder));
  const server = await preview({ ...freshVite(folder), preview: { host: '127.0.0.1', port: 0 } });
  try {
    return await outcomeOf(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
}

await asCommand(import.meta, packageChecks);
