// A scan as OME-Zarr, a recipe, what the recipe gives in one process, and a plan of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDeno, lavapipeEnvironment, root } from '../../scripts/find-tools.mjs';
import { until } from './slurm.mjs';

/**
 * @typedef {object} Sample
 * @property {string} folder where the plan stands, as OUT.zarr.plan.json
 * @property {string} bin a folder with a command `voxmetry`
 * @property {string} command its path
 * @property {number} steps tasks and reduces of the plan
 * @property {() => void} again makes the plan as new, and nothing of it done
 * @property {() => string} compare throws where what the plan gave is not what one process gives
 * @property {(running: () => boolean) => Promise<string>} killOne ends a task by SIGKILL as soon as
 *   one runs, and says which; rejects when none is there as long as the engine runs
 */

/**
 * @param {string} folder an empty one
 * @param {'short' | 'whole'} recipe
 * @param {number} taskSize less than the scan's extent
 * @returns {Sample}
 */
export function makeSample(folder, recipe, taskSize) {
  const pids = join(folder, 'pids');
  mkdirSync(pids);
  const bin = join(folder, 'bin');
  const command = writeCommand(bin, pids);
  const run = (/** @type {string[]} */ ...words) => runIn(folder, words);
  const deno = denoWords();
  const made = run(...deno, join(import.meta.dirname, 'sample.js'), folder);
  /** @type {{ size: number[], spacing: number[], unit: string }} */
  const { size, spacing, unit } = JSON.parse(made);
  const facts = ['--size', size.join(), '--spacing', spacing.join(), '--unit', unit];
  const zarr = ['--format', 'ome.zarr', '--out'];
  run(command, 'run', 'store.json', 'scan.raw', ...facts, '--dtype', 'u16', ...zarr, 'input');
  run(command, 'run', `${recipe}.json`, 'input/scan.ome.zarr', ...zarr, 'one');
  const names = [`${recipe}.json`, 'input/scan.ome.zarr', 'OUT.zarr'];
  run(command, 'plan', ...names, '--task-size', String(taskSize));
  const { stages } = JSON.parse(readFileSync(join(folder, 'OUT.zarr.plan.json'), 'utf8'));
  const tasks = stages.map((/** @type {{ tasks: number }} */ stage) => stage.tasks);
  assert.ok(Math.max(...tasks) > 1, 'a stage has several tasks');
  return {
    folder,
    bin,
    command,
    steps: tasks.reduce((/** @type {number} */ sum, /** @type {number} */ n) => sum + n + 1, 0),
    again: () => {
      for (const name of ['OUT.zarr', 'OUT.zarr.work'])
        rmSync(join(folder, name), { recursive: true, force: true });
      for (const name of readdirSync(pids)) rmSync(join(pids, name));
    },
    compare: () => compare(folder, command),
    killOne: (running) => killOne(pids, running),
  };
}

function denoWords() {
  const deno = findDeno();
  if (deno === undefined) throw new Error('there is no Deno; npm ci installs one');
  return [deno, 'run', '-A', '--unstable-webgpu'];
}

/**
 * The command as a script that any engine finds, in whatever environment. It leaves the number of
 * its process, which it keeps.
 * @param {string} bin
 * @param {string} pids
 */
function writeCommand(bin, pids) {
  const { VK_DRIVER_FILES: driver } = lavapipeEnvironment();
  mkdirSync(bin);
  const file = join(bin, 'voxmetry');
  const words = [...denoWords(), join(root, 'dist/cli.js')].map((word) => `'${word}'`);
  writeFileSync(
    file,
    `#!/bin/sh
export XDG_RUNTIME_DIR='${bin}' ${driver === undefined ? '' : `VK_DRIVER_FILES='${driver}'`}
test "$1" = task && echo $$ > '${pids}'/"$3-$4"
exec ${words.join(' ')} "$@"
`,
    { mode: 0o755 },
  );
  return file;
}

/**
 * @param {string} folder
 * @param {readonly string[]} words
 */
function runIn(folder, [command = '', ...args]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: lavapipeEnvironment(),
  });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/**
 * Numbers, tables and voxels of the plan are those of one process, digit by digit.
 * @param {string} folder
 * @param {string} command
 */
function compare(folder, command) {
  const results = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(join(folder, name, 'results.json'), 'utf8')).results;
  const [one, planned] = [results('one'), results('OUT.zarr.work')];
  for (const [name, { kind }] of Object.entries(one)) {
    if (kind !== 'grid') continue;
    // Where a grid stands is no part of it.
    for (const { [name]: grid } of [one, planned]) delete grid.files;
    const voxels = [`one/${name}.ome.zarr`, `OUT.zarr/${name}`].map((path) => {
      runIn(folder, [command, 'run', 'store.json', path, '--format', 'npy', '--out', 'voxels']);
      return readFileSync(join(folder, 'voxels/scan.npy'));
    });
    assert.ok(voxels[0]?.equals(voxels[1] ?? Buffer.of()), `${name} differs`);
  }
  assert.deepEqual(planned, one);
  return Object.keys(one).join(', ');
}

/**
 * @param {string} pids
 * @param {() => boolean} running
 */
async function killOne(pids, running) {
  for (;;) {
    assert.ok(await until(() => readdirSync(pids).length > 0 || !running(), 60), 'no task began');
    const [name] = readdirSync(pids);
    assert.ok(name !== undefined, 'the engine ended before a task began');
    const pid = Number(readFileSync(join(pids, name), 'utf8'));
    if (pid === 0) continue; // the file is there before what it says
    process.kill(pid, 'SIGKILL');
    return name;
  }
}
