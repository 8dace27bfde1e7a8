#!/usr/bin/env node
// Submits a plan to Slurm, all of it at once: for each stage an array of its tasks, which waits for
// the stage before, and the reduce, which waits for the array.
//   node submit.mjs OUT.zarr.plan.json [--gres gpu:1] [--command voxmetry] [-- SBATCH OPTIONS]
// Where a task failed, what waits for it is cancelled; submitted again, what is missing runs.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demandsOf, readPlan, stagesLeft } from '../plan.mjs';

/** @typedef {import('../plan.mjs').Stage} Stage */

const usage = `usage: node submit.mjs PLAN.json [options] [-- SBATCH OPTIONS]
  --gres WHAT        what each task takes besides, such as gpu:1
  --command COMMAND  how voxmetry is called on the nodes (voxmetry)
  --max-array N      the largest array that the site allows (1000)
What follows -- goes to sbatch, such as --partition=gpu --account=beamline.`;

const dash = process.argv.indexOf('--');
const own = process.argv.slice(2, dash < 0 ? undefined : dash);
const passedOn = dash < 0 ? [] : process.argv.slice(dash + 1);
const { values, positionals } = parseArgs({
  args: own,
  allowPositionals: true,
  options: {
    gres: { type: 'string' },
    command: { type: 'string', default: 'voxmetry' },
    'max-array': { type: 'string', default: '1000' },
    help: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
const largest = Number(values['max-array']);
if (values.help || file === undefined || !(Number.isInteger(largest) && largest > 0)) {
  console.error(usage);
  process.exit(values.help ? 0 : 2);
}

const plan = readPlan(file);
const logs = join(plan.work, 'logs');
mkdirSync(logs, { recursive: true });
const left = stagesLeft(plan);
/** The reduce of the stage before. @type {string[]} */
let before = [];
for (const { stage, tasks } of left) {
  const arrays = submitTasks(stage, tasks, before);
  before = [submitReduce(stage, [...arrays, ...before])];
  console.log(`${stage.name}: ${arrays.join(' ') || 'no task left'}, reduced by ${before.join()}`);
}
if (left.length === 0) console.log('all stages are reduced');

/**
 * Submits tasks, as several arrays where a site allows no array of so many.
 * @param {Stage} stage
 * @param {readonly number[]} tasks
 * @param {readonly string[]} after jobs that must have ended well
 * @returns {string[]} the ids of the arrays
 */
function submitTasks(stage, tasks, after) {
  /** @type {Map<number, number[]>} */
  const arrays = new Map();
  for (const task of tasks) {
    const first = task - (task % largest);
    arrays.set(first, [...(arrays.get(first) ?? []), task - first]);
  }
  const gres = values.gres === undefined ? [] : [`--gres=${values.gres}`];
  return [...arrays].map(([first, indices]) =>
    sbatch(stage, 'task', after, { FIRST: String(first) }, [
      `--array=${indices.join(',')}`,
      `--output=${join(logs, `${stage.name}-%A-%a.log`)}`,
      ...gres,
    ]),
  );
}

/**
 * @param {Stage} stage
 * @param {readonly string[]} after
 */
function submitReduce(stage, after) {
  return sbatch(stage, 'reduce', after, {}, [`--output=${join(logs, `${stage.name}-%j.log`)}`]);
}

/**
 * @param {Stage} stage
 * @param {'task' | 'reduce'} step
 * @param {readonly string[]} after
 * @param {Record<string, string>} says what the script is told besides
 * @param {readonly string[]} options
 * @returns {string} the id of the job
 */
function sbatch(stage, step, after, says, options) {
  const { mebibytes, minutes } = demandsOf(stage);
  const args = [
    '--parsable',
    `--mem=${mebibytes}M`,
    `--time=${minutes}`,
    ...(after.length === 0 ? [] : [`--dependency=afterok:${after.join(':')}`]),
    '--kill-on-invalid-dep=yes',
    ...options,
    ...passedOn,
    join(import.meta.dirname, `${step}.sbatch`),
  ];
  const env = { ...process.env, VOXMETRY: values.command, PLAN: plan.file, STAGE: stage.name };
  const { status, stdout, stderr, error } = spawnSync('sbatch', args, {
    env: { ...env, ...says },
    encoding: 'utf8',
  });
  if (error || status !== 0) {
    console.error(`sbatch ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
    process.exit(1);
  }
  // With several clusters sbatch says the name of one after the id.
  return stdout.trim().split(';')[0] ?? '';
}
