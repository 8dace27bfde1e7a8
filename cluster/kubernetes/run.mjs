#!/usr/bin/env node
// Runs a plan on Kubernetes, stage by stage: an Indexed Job of its tasks, then a Job of its reduce.
//   node run.mjs /data/OUT.zarr.plan.json --image IMAGE --claim NAME --gpu nvidia.com/gpu
// It may be stopped and called again: stages that are reduced are not run again.
import { parseArgs } from 'node:util';
import { demandsOf, readPlan, stagesLeft } from '../plan.mjs';
import { jobName, logsOf, manifest, placeOf, placeOptions, placeUsage, runJob } from './jobs.mjs';

/** @typedef {import('../plan.mjs').Stage} Stage */
/** @typedef {import('./jobs.mjs').Step} Step */

const usage = `usage: node run.mjs PLAN.json --image IMAGE --claim NAME [options]
${placeUsage}
  --parallel N     pods at a time (16)
  --print          prints the manifests, and runs nothing`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...placeOptions,
    parallel: { type: 'string', default: '16' },
    print: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
const place = placeOf(values);
const parallel = Number(values.parallel);
if (file === undefined || place === undefined || !(Number.isInteger(parallel) && parallel > 0)) {
  console.error(usage);
  process.exit(2);
}
const plan = readPlan(file);
const run = jobName(`voxmetry-${plan.hash.slice(0, 8)}`);
const labels = { 'app.kubernetes.io/name': 'voxmetry', 'app.kubernetes.io/instance': run };
const left = values.print ? plan.stages.map((stage) => ({ stage, tasks: [0] })) : stagesLeft(plan);
for (const { stage, tasks } of left) {
  // The index of a pod is that of its task: tasks that are done run again, which changes nothing.
  const steps = tasks.length === 0 ? [reduceOf(stage)] : [tasksOf(stage), reduceOf(stage)];
  for (const step of steps) {
    if (values.print) {
      console.log(`---\n${manifest(place, step)}`);
      continue;
    }
    console.log(`${step.name}: ${step.tasks} ${step.tasks === 1 ? 'pod' : 'pods'}`);
    if (await runJob(place, step)) continue;
    console.error(`${step.name} failed:\n${logsOf(place, step.name)}`);
    process.exit(1);
  }
}

/**
 * @param {Stage} stage
 * @returns {Step}
 */
function tasksOf(stage) {
  const script = 'exec voxmetry task "$0" "$1" "$JOB_COMPLETION_INDEX"';
  return {
    name: jobName(`${run}-${stage.name}`),
    labels,
    tasks: stage.tasks,
    parallelism: Math.min(parallel, stage.tasks),
    command: ['/bin/sh', '-c', script, plan.file, stage.name],
    mebibytes: demandsOf(stage).mebibytes,
    gpu: true,
  };
}

/**
 * @param {Stage} stage
 * @returns {Step}
 */
function reduceOf(stage) {
  return {
    name: jobName(`${run}-reduce-${stage.name}`),
    labels,
    tasks: 1,
    parallelism: 1,
    command: ['voxmetry', 'reduce', plan.file, stage.name],
    mebibytes: demandsOf(stage).mebibytes,
    gpu: false,
  };
}
