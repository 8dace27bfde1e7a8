// Serves a project of the matrix on the loopback address and loads it in Chromium, where it has to
// compute a porosity that is known.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { serve } from '../../scripts/serve.mjs';
import { check } from '../smoke/checks.mjs';
import { startBrowser } from './browser.mjs';
import { bin, lay, NotInstalled, pack, quiet } from './lay.mjs';
import { POROSITY } from './porosity.js';
import { projects } from './projects.mjs';

/** @typedef {import('./projects.mjs').Project} Project */

/** Of every kind of start, those that take seconds; the tests of the package have Vite 8. */
const QUICK = ['plain-cdn', 'plain-csp', 'plain-csp-no-wasm', 'esbuild-csp', 'esbuild-csp-no-blob'];

/** The quick part of the matrix, as checks. */
export async function matrixChecks() {
  const tarball = pack();
  const results = [];
  for (const name of QUICK) {
    const outcome = () => orNotInstalled(() => tryProject(name, tarball));
    results.push(await check(`matrix: ${name}`, outcome));
  }
  return results;
}

/**
 * Without a registry nothing is tried, and that is no fault of the library's.
 * @param {() => Promise<string>} work
 */
async function orNotInstalled(work) {
  try {
    return `worker ${await work()}`;
  } catch (error) {
    if (error instanceof NotInstalled) return `not tried: ${error.message.slice(0, 200)}`;
    throw error;
  }
}

/**
 * Lays out, serves and loads one project; resolves to how its worker started.
 * @param {string} name
 * @param {string} tarball
 */
export async function tryProject(name, tarball) {
  const project = projects[name];
  if (project === undefined) throw new Error(`no such project: ${name}`);
  const folder = lay(name, project, tarball);
  const { second, under = '/' } = project;
  const served = join(folder, project.serve ?? '');
  // A second origin is another port: what it serves may be loaded by any page.
  const anyPage = { 'access-control-allow-origin': '*' };
  const other = second && (await serve({ folders: { '/': folder }, headers: anyPage }));
  if (other) replaceIn(join(served, 'index.html'), second, other.origin);
  const server = project.server
    ? await ownServer(folder, project.server)
    : await serve({ folders: { [under]: served }, headers: project.headers ?? {} });
  const browser = await startBrowser();
  try {
    const { edit } = project;
    const change =
      edit &&
      (() => {
        replaceIn(join(folder, edit.file), edit.from, edit.to);
      });
    const { outcome, worker, workers } = await browser.open(`${server.origin}${under}`, change);
    if (!isDeepStrictEqual(outcome, project.leaves ?? POROSITY))
      throw new Error(`it left ${JSON.stringify(outcome)}`);
    if (workers !== (project.workers ?? 0))
      throw new Error(`${workers} workers run, in place of ${project.workers ?? 0}`);
    return worker;
  } finally {
    await browser.close();
    server.close();
    if (other) other.close();
  }
}

/** @param {string} file @param {string} from @param {string} to */
function replaceIn(file, from, to) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/**
 * Serves a project by its own command.
 * @param {string} folder
 * @param {string[]} command
 */
async function ownServer(folder, [name = '', ...args]) {
  const port = await freePort();
  const words = args.map((word) => word.replace('PORT', String(port)));
  // A group of its own: what it starts ends with it.
  const child = spawn(bin(folder, name), words, {
    cwd: folder,
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, ...quiet },
  });
  const origin = `http://127.0.0.1:${port}`;
  const answers = () => fetch(origin).then(Boolean, () => false);
  for (let i = 0; i < 300 && !(await answers()); i++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return { origin, close: () => process.kill(-(child.pid ?? 0)) };
}
