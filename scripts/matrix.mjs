// The packed tarball in every bundler and framework of tests/matrix: npm run test:matrix
//   node scripts/matrix.mjs [NAME…]   the projects of these names, or all of them
// Packages are installed in a folder outside the repository, whose own packages would be found
// otherwise, and stay there ($VOXMETRY_MATRIX; default one in the system's temporary folder). Each
// project is built, served on the loopback address and loaded in Chromium, where it has to compute
// a porosity that is known.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { startBrowser } from '../tests/matrix/browser.mjs';
import { POROSITY } from '../tests/matrix/porosity.js';
import { projects } from '../tests/matrix/projects.mjs';
import { buildIfStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { serve } from './serve.mjs';

/** @typedef {import('../tests/matrix/projects.mjs').Project} Project */

const cache = process.env['VOXMETRY_MATRIX'] ?? join(tmpdir(), 'voxmetry-matrix');
const quiet = { NEXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false', CI: '1' };

/**
 * Runs a command to its end; throws what it says where it fails.
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 */
function run(folder, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 400_000,
    env: { ...process.env, ...quiet },
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error ?? (stderr + stdout).slice(-1500)}`);
}

/** @param {string} folder @param {string} name */
const bin = (folder, name) => join(folder, 'node_modules/.bin', name);

/** The library's tarball, packed afresh. */
function pack() {
  rmSync(join(cache, 'packed'), { recursive: true, force: true });
  mkdirSync(join(cache, 'packed'), { recursive: true });
  run(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', join(cache, 'packed'));
  return join(cache, 'packed', readdirSync(join(cache, 'packed'))[0] ?? '');
}

/**
 * A project with its packages installed and the library of the tarball.
 * @param {string} name
 * @param {Project} project
 * @param {string} tarball
 */
function lay(name, project, tarball) {
  // Projects of the same packages share a folder.
  const folder = join(cache, name.replace(/-.*$/, ''));
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.stringify(
    {
      name: 'matrix',
      private: true,
      type: 'module',
      dependencies: project.packages,
      ...project.manifest,
    },
    null,
    2,
  );
  const file = join(folder, 'package.json');
  if (!existsSync(file) || readFileSync(file, 'utf8') !== manifest) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    writeFileSync(join(folder, 'package.json'), manifest);
    try {
      run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--no-package-lock');
    } catch (error) {
      rmSync(file);
      throw new NotInstalled(String(error));
    }
  }
  const library = join(folder, 'node_modules/voxmetry');
  rmSync(library, { recursive: true, force: true });
  mkdirSync(library, { recursive: true });
  run(folder, 'tar', 'xzf', tarball, '-C', library, '--strip-components=1');
  for (const made of ['dist', 'out', 'build', '.next', '.parcel-cache', 'node_modules/.vite'])
    rmSync(join(folder, made), { recursive: true, force: true });
  copyFileSync(join(root, 'tests/matrix/porosity.js'), join(folder, 'porosity.js'));
  const files = {
    'main.js':
      "import { openLab } from 'voxmetry';\nimport { leavePorosity } from './porosity.js';\nvoid leavePorosity(openLab);\n",
    ...project.files,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** @param {string} file @param {string} from @param {string} to */
function replaceIn(file, from, to) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to));
}

class NotInstalled extends Error {}

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
  for (let i = 0; i < 300; i++) {
    if (
      await fetch(origin).then(
        () => true,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { origin, close: () => process.kill(-(child.pid ?? 0)) };
}

/**
 * Builds, serves and loads one project; resolves to what is said of it.
 * @param {string} name
 * @param {Project} project
 * @param {string} tarball
 */
async function tryProject(name, project, tarball) {
  const folder = lay(name, project, tarball);
  for (const [command = '', ...args] of project.build ?? [])
    run(folder, bin(folder, command), ...args);
  const under = project.under ?? '/';
  const { second, headers = {} } = project;
  const served = join(folder, project.serve ?? '');
  // A second origin is another port: what it serves may be loaded by any page.
  const other =
    second &&
    (await serve({ folders: { '/': folder }, headers: { 'access-control-allow-origin': '*' } }));
  if (other) replaceIn(join(served, 'index.html'), second, other.origin);
  const server = project.server
    ? await ownServer(folder, project.server)
    : await serve({ folders: { [under]: served }, headers });
  // Started now: it does not outlive the minutes that a build may take.
  const browser = await startBrowser();
  try {
    const { outcome, worker } = await browser.open(`${server.origin}${under}${project.page ?? ''}`);
    if (!isDeepStrictEqual(outcome, project.leaves ?? POROSITY))
      throw new Error(`it left ${JSON.stringify(outcome)}`);
    return worker;
  } finally {
    await browser.close();
    server.close();
    if (other) other.close();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in projects));
if (unknown.length > 0) {
  console.error(
    `no such project: ${unknown.join(', ')}. There are: ${Object.keys(projects).join(', ')}`,
  );
  process.exit(2);
}
const built = await buildIfStale();
if (built !== 0) process.exit(built);
const tarball = pack();
/** @type {string[]} */
const rows = [];
let failed = 0;
for (const [name, project] of Object.entries(projects)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = performance.now();
  const versions = Object.entries(project.packages)
    .map((entry) => entry.join(' '))
    .join(', ');
  /** @param {string} how */
  const say = (how) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const row = `| ${name.padEnd(18)} | ${how.padEnd(24)} | ${seconds.padStart(6)} s | ${versions} |`;
    rows.push(row);
    console.log(row);
  };
  try {
    say(`worker ${await tryProject(name, project, tarball)}`);
  } catch (error) {
    if (!(error instanceof NotInstalled)) failed++;
    say(error instanceof NotInstalled ? 'not installed' : 'FAILED');
    console.error(error);
  }
}
console.log(
  `\n| project | worker | time | packages |\n| --- | --- | --- | --- |\n${rows.join('\n')}`,
);
console.log(`${rows.length - failed} of ${rows.length} without a failure`);
process.exitCode = failed === 0 ? 0 : 1;
