// The packed tarball in Node, in a fresh project: the command by the package webgpu, by Deno, and
// without either; the engine by the package.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import {
  findChromium,
  findDeno,
  lavapipeEnvironment,
  root,
  withRuntimeFolder,
} from '../../scripts/find-tools.mjs';
import { asCommand, assertOutcome, check, Skipped } from './checks.mjs';
import { freshProject } from './fresh_project.mjs';

/** @typedef {{ code: number | null, out: string, error: string }} Outcome */

/** A segmented file: a box of 5 × 6 × 7 voxels of value 2 in 16 × 12 × 10 of value 1. */
const box = { name: 'box_16x12x10_uint8.raw', size: [16, 12, 10], voxels: 5 * 6 * 7 };

/**
 * @param {string} project where the library is installed, and nothing else
 * @returns {Promise<import('./checks.mjs').Check[]>}
 */
export async function nodeChecks(project) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'voxmetry-node-'));
  // Node alone: what else PATH has is no part of these checks.
  symlinkSync(process.execPath, join(folder, 'node'));
  const env = { ...withRuntimeFolder(), PATH: [folder, '/usr/bin', '/bin'].join(delimiter) };
  writeFileSync(join(project, box.name), boxFile());
  try {
    return [
      await check('node: npx voxmetry without a GPU', () => withoutGpu(project, env)),
      await check('node: npx voxmetry by Deno', () => byDeno(project, folder, env)),
      await check('node: by the package webgpu', () => byPackage(project, env)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function boxFile() {
  const [width = 0, height = 0, depth = 0] = box.size;
  const data = Buffer.alloc(width * height * depth, 1);
  for (let z = 2; z < 9; z++)
    for (let y = 3; y < 9; y++) {
      const row = width * (y + height * z);
      data.fill(2, row + 4, row + 9);
    }
  return data;
}

/**
 * Runs a command in the project.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
function run(project, env, command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: project, env });
    const said = { out: '', error: '' };
    child.stdout.on('data', (/** @type {Buffer} */ text) => (said.out += text.toString()));
    child.stderr.on('data', (/** @type {Buffer} */ text) => (said.error += text.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, ...said });
    });
  });
}

/**
 * The command as its user types it.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 * @param {...string} args
 */
function voxmetry(project, env, ...args) {
  return run(project, env, process.execPath, [npx(), '--no-install', 'voxmetry', ...args]);
}

/** npx beside the npm that runs us, else beside Node. */
function npx() {
  const npm = process.env['npm_execpath'];
  const places = [
    ...(npm === undefined ? [] : [dirname(npm)]),
    join(dirname(dirname(process.execPath)), 'lib/node_modules/npm/bin'),
  ];
  const found = places.map((place) => join(place, 'npx-cli.js')).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`npx is in none of ${places.join(', ')}`);
  return found;
}

/**
 * What needs no GPU works; what needs one says in one line what to install.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 */
async function withoutGpu(project, env) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.deepEqual(await voxmetry(project, env, '--version'), {
    code: 0,
    out: `voxmetry ${version}\n`,
    error: '',
  });
  const listed = await voxmetry(project, env, 'inspect', box.name);
  assert.equal(listed.code, 0, listed.error);
  assert.match(listed.out, /16×12×10/);
  for (const args of [[box.name, '--label', '2'], []]) {
    const { code, out, error } = await voxmetry(project, env, ...args);
    assert.deepEqual({ code, out }, { code: 2, out: '' });
    assert.match(error, /^voxmetry: .*Type: npm install webgpu.* Deno .*\n$/);
  }
  assert.equal(existsSync(join(project, 'voxmetry-report')), false);
  return 'one line says what to install';
}

/**
 * @param {string} project
 * @param {string} path
 * @param {NodeJS.ProcessEnv} env
 */
async function byDeno(project, path, env) {
  const deno = findDeno();
  if (deno === undefined) throw new Skipped('there is no Deno; npm ci installs one');
  symlinkSync(deno, join(path, 'deno'));
  try {
    return await measure(project, lavapipeEnvironment(env), 'by-deno');
  } finally {
    rmSync(join(path, 'deno'));
  }
}

/**
 * The command and the engine in Node itself.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 */
async function byPackage(project, env) {
  for (const name of ['webgpu', 'debug', 'ms']) {
    const installed = join(root, 'node_modules', name);
    if (!existsSync(installed)) throw new Skipped(`the package ${name} is not installed; npm ci`);
    symlinkSync(realpathSync(installed), join(project, 'node_modules', name));
  }
  const withDriver = await driverFor(project, env);
  if (withDriver === undefined) throw new Skipped('the package webgpu finds no adapter here');
  copyFileSync(join(root, 'tests/smoke/main_job.js'), join(project, 'main_job.js'));
  writeFileSync(
    join(project, 'job.js'),
    `import { writeFileSync } from 'node:fs';
    import { openEngine } from 'voxmetry/engine';
    import { isSupported } from 'voxmetry';
    import { mainJob } from './main_job.js';
    console.log(JSON.stringify(await mainJob(() => openEngine())));
    const lab = await openEngine();
    const scan = await lab.open({ data: Uint8Array.of(1, 2), size: [2, 1, 1] });
    const network = await scan.toLabels().network({ estimator: 'faces' });
    // Names that a minifier would take.
    const objects = [lab, scan, scan.histogram(), network, network.pores];
    const names = objects.map((object) => object.constructor.name);
    writeFileSync('said.json', JSON.stringify({ names, support: await isSupported() }));
    writeFileSync('count.json', JSON.stringify(scan.threshold({ lo: 2 }).count().recipe));
    await lab.dispose();\n`,
  );
  const job = await run(project, withDriver, process.execPath, ['job.js']);
  assert.equal(job.code, 0, job.error);
  const said = assertOutcome(JSON.parse(job.out));
  const { names, support } = JSON.parse(readFileSync(join(project, 'said.json'), 'utf8'));
  assert.deepEqual(names, ['EngineLab', 'Volume', 'Query', 'Network', 'Table']);
  assert.equal(support.reason, 'no-webgpu');
  assert.match(support.message, /^This runtime is no browser/);
  // The whole analysis has many kernels, which this adapter compiles for more than a minute.
  const command = await voxmetry(
    ...[project, withDriver, 'run', 'count.json', box.name, '--out', 'counted'],
  );
  assert.equal(command.code, 0, command.error);
  const stored = JSON.parse(readFileSync(join(project, 'counted/results.json'), 'utf8'));
  assert.deepEqual(stored.results, { result: box.voxels });
  return said;
}

/**
 * The environment in which the package finds an adapter: as it is, or with the software driver that
 * comes with Chromium.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 */
async function driverFor(project, env) {
  writeFileSync(
    join(project, 'probe.js'),
    `import { create } from 'webgpu';
    const adapter = await create([]).requestAdapter();
    process.exitCode = adapter === null ? 3 : 0;\n`,
  );
  const chromium = findChromium();
  const folders = chromium === undefined ? [] : [dirname(realpathSync(chromium))];
  const drivers = [...folders, '/usr/lib/chromium', '/usr/lib/chromium-browser']
    .map((folder) => join(folder, 'vk_swiftshader_icd.json'))
    .filter((file) => existsSync(file));
  const places = drivers.map((file) => ({ ...env, VK_DRIVER_FILES: file, VK_ICD_FILENAMES: file }));
  for (const place of [env, ...places])
    if ((await run(project, place, process.execPath, ['probe.js'])).code === 0) return place;
  return undefined;
}

/**
 * Measures the box with the command, and compares what it wrote with what it is.
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 * @param {string} out
 */
async function measure(project, env, out) {
  const {
    code,
    out: text,
    error,
  } = await voxmetry(...[project, env, box.name, '--label', '2', '--out', out]);
  assert.equal(code, 0, error);
  const result = JSON.parse(readFileSync(join(project, out, 'result.json'), 'utf8'));
  assert.equal(result.phase.voxels, box.voxels);
  assert.equal(result.particles.count, 1);
  const wrong = await voxmetry(project, env, 'nowhere.raw');
  assert.deepEqual({ code: wrong.code, out: wrong.out }, { code: 2, out: '' });
  assert.match(wrong.error, /nowhere\.raw/);
  return /^adapter +(.*)$/m.exec(text)?.[1] ?? '';
}

await asCommand(import.meta, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'voxmetry-fresh-'));
  try {
    return await nodeChecks(freshProject(folder).project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
