// Plans that real engines run: the result is that of one process, bit for bit, also where a task
// was killed on the way. Snakemake here and on Slurm, a Slurm of one node, and Jobs of Kubernetes.
//   npm run test:cluster     the whole chain from median to particles, on every engine
// npm test runs a short recipe on Snakemake and on Slurm.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, root } from '../../scripts/find-tools.mjs';
import { asCommand, check, Skipped } from '../smoke/checks.mjs';
import { checkManifests } from './kubernetes.mjs';
import { makeSample } from './sample.mjs';
import { missingOfSlurm, queued, startSlurm, until } from './slurm.mjs';

/** @typedef {import('../smoke/checks.mjs').Check} Check */
/** @typedef {import('./sample.mjs').Sample} Sample */

const cluster = join(root, 'cluster');
const plan = 'OUT.zarr.plan.json';

/**
 * @param {'short' | 'whole'} recipe
 * @returns {Promise<Check[]>}
 */
export async function clusterChecks(recipe = 'short') {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'voxmetry-cluster-'));
  try {
    /** @type {Sample | undefined} */
    let sample;
    const made = await check('cluster: a plan', async () => {
      sample = makeSample(folder, recipe, 32);
      return `${sample.steps} steps`;
    });
    if (sample === undefined) return [made];
    const planned = sample;
    const checks = [
      made,
      await check('cluster: snakemake, two tasks at once', () => bySnakemake(planned)),
      await check('cluster: Slurm, arrays', () => onSlurm(planned, byArrays)),
      await check('cluster: Jobs of Kubernetes', async () => checkManifests(printed(planned))),
    ];
    if (recipe === 'short') return checks;
    return [
      ...checks,
      await check('cluster: snakemake on Slurm', () => onSlurm(planned, bySnakemakeOnSlurm)),
      await check('cluster: Jobs, by a stand-in of kubectl', () => byJobs(planned)),
      await check('cluster: snakemake and Jobs', () => bySnakemakeAndJobs(planned)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A program in the folder of the plan.
 * @param {Sample} sample
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function start({ folder }, command, args, env = process.env) {
  const child = spawn(command, args, { cwd: folder, env });
  let said = '';
  let running = true;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (/** @type {Buffer} */ text) => (said += text.toString()));
  /** @type {Promise<{ code: number | null, said: string }>} */
  const end = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running = false;
      // An engine says much; why it ended stands last.
      resolve({ code, said: said.split('\n').slice(-30).join('\n') });
    });
  });
  return { end, isRunning: () => running };
}

/**
 * @param {string} profile
 * @param {string} command
 * @param {readonly string[]} more
 */
function snakemakeWords(profile, command, more = []) {
  const files = ['--snakefile', join(cluster, 'Snakefile')];
  const config = ['--config', `plan=${plan}`, `command=${command}`];
  return [...files, '--profile', join(cluster, 'profiles', profile), ...more, ...config];
}

/** Finds it, or skips the check. */
function snakemake() {
  const found = findOnPath(['snakemake']);
  if (found === undefined) throw new Skipped('snakemake is not installed; npm run prepare:test');
  return found;
}

/** @param {Sample} sample */
async function bySnakemake(sample) {
  sample.again();
  const words = snakemakeWords('local', sample.command);
  const first = start(sample, snakemake(), words);
  const killed = await sample.killOne(first.isRunning);
  assert.notEqual((await first.end).code, 0);
  const { code, said } = await start(sample, snakemake(), words).end;
  assert.equal(code, 0, said);
  return `${killed} was killed; ${sample.compare()}`;
}

/**
 * @param {Sample} sample
 * @param {(sample: Sample, env: NodeJS.ProcessEnv) => Promise<string>} work
 */
async function onSlurm(sample, work) {
  const missing = missingOfSlurm();
  if (missing.length > 0)
    throw new Skipped(`${missing.join(', ')} not found; npm run prepare:test`);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'voxmetry-slurm-'));
  try {
    const slurm = await startSlurm(folder);
    try {
      sample.again();
      return await work(sample, slurm.env);
    } finally {
      await slurm.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {Sample} sample
 * @param {NodeJS.ProcessEnv} env
 */
async function byArrays(sample, env) {
  const submit = [join(cluster, 'slurm/submit.mjs'), plan, '--command', sample.command];
  const isBusy = () => queued(env) !== '';
  const first = await start(sample, process.execPath, submit, env).end;
  assert.equal(first.code, 0, first.said);
  const killed = await sample.killOne(isBusy);
  // What waits for a task that failed is cancelled.
  assert.ok(await until(() => !isBusy(), 60), queued(env));
  assert.throws(() => sample.compare());
  // Two tasks to an array, as a site may want it.
  const second = await start(sample, process.execPath, [...submit, '--max-array', '2'], env).end;
  assert.equal(second.code, 0, second.said);
  assert.ok(await until(() => !isBusy(), 20 + 5 * sample.steps), queued(env));
  const compared = sample.compare();
  const third = await start(sample, process.execPath, submit, env).end;
  assert.match(third.said, /all stages are reduced/);
  return `${killed} was killed; ${compared}`;
}

/**
 * @param {Sample} sample
 * @param {NodeJS.ProcessEnv} env
 */
async function bySnakemakeOnSlurm(sample, env) {
  const more = ['--max-status-checks-per-second', '1'];
  const words = snakemakeWords('slurm', sample.command, more);
  const engine = start(sample, snakemake(), words, env);
  const killed = await sample.killOne(engine.isRunning);
  const { code, said } = await engine.end;
  assert.equal(code, 0, said);
  return `${killed} was killed and tried again; ${sample.compare()}`;
}

const place = ['--image', 'voxmetry', '--claim', 'scans', '--gpu', 'nvidia.com/gpu'];

/** @param {Sample} sample */
function printed({ folder }) {
  const words = [join(cluster, 'kubernetes/run.mjs'), plan, ...place, '--print'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

/**
 * An environment in which kubectl is the stand-in.
 * @param {Sample} sample
 * @param {string} name of the cluster
 */
function withKubectl({ folder, bin }, name) {
  const state = join(folder, name);
  mkdirSync(state);
  const words = `'${process.execPath}' '${join(import.meta.dirname, 'kubectl.mjs')}'`;
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const path = `${bin}:${process.env['PATH'] ?? ''}`;
  return { ...process.env, KUBECTL_FOLDER: state, PATH: path };
}

/** @param {Sample} sample */
async function byJobs(sample) {
  sample.again();
  const env = withKubectl(sample, 'jobs');
  const words = [join(cluster, 'kubernetes/run.mjs'), plan, ...place];
  const first = start(sample, process.execPath, words, env);
  const killed = await sample.killOne(first.isRunning);
  const { code, said } = await first.end;
  assert.equal(code, 1, said);
  const second = await start(sample, process.execPath, words, env).end;
  assert.equal(second.code, 0, second.said);
  return `${killed} was killed; ${sample.compare()}`;
}

/** @param {Sample} sample */
async function bySnakemakeAndJobs(sample) {
  sample.again();
  const env = withKubectl(sample, 'pods');
  const command = ['node', join(cluster, 'kubernetes/voxmetry.mjs'), ...place].join(' ');
  const words = snakemakeWords('kubernetes', command);
  const { code, said } = await start(sample, snakemake(), words, env).end;
  assert.equal(code, 0, said);
  return sample.compare();
}

await asCommand(import.meta, () => clusterChecks('whole'));
