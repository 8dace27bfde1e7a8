#!/usr/bin/env node
// One step as a Job of its own, for an engine outside the cluster, such as Snakemake:
//   node voxmetry.mjs --image IMAGE --claim NAME task /data/OUT.zarr.plan.json STAGE INDEX
//   node voxmetry.mjs --image IMAGE --claim NAME reduce /data/OUT.zarr.plan.json STAGE
import { parseArgs } from 'node:util';
import { demandsOf, readPlan } from '../plan.mjs';
import { jobName, logsOf, placeOf, placeOptions, placeUsage, runJob } from './jobs.mjs';

const usage = `usage: node voxmetry.mjs --image IMAGE --claim NAME [options] task PLAN.json STAGE INDEX
       node voxmetry.mjs --image IMAGE --claim NAME [options] reduce PLAN.json STAGE
${placeUsage}`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: placeOptions });
const place = placeOf(values);
const [verb, file, name, index] = positionals;
const isStep = verb === 'reduce' ? index === undefined : verb === 'task' && index !== undefined;
if (place === undefined || !isStep || file === undefined || name === undefined) {
  console.error(usage);
  process.exit(2);
}
const plan = readPlan(file);
const stage = plan.stages.find((candidate) => candidate.name === name);
if (stage === undefined) {
  console.error(`${file} has no stage ${name}`);
  process.exit(2);
}
const isTask = verb === 'task';
const run = `voxmetry-${plan.hash.slice(0, 8)}`;
const step = {
  name: jobName(`${run}-${index ?? 'reduce'}-${name}`),
  labels: { 'app.kubernetes.io/name': 'voxmetry', 'app.kubernetes.io/instance': run },
  tasks: 1,
  parallelism: 1,
  mebibytes: demandsOf(stage).mebibytes,
  gpu: isTask,
  command: [
    'voxmetry',
    isTask ? 'task' : 'reduce',
    plan.file,
    name,
    ...(index === undefined ? [] : [index]),
  ],
};
const complete = await runJob(place, step);
const logs = logsOf(place, step.name);
if (complete) console.log(logs);
else console.error(logs);
process.exitCode = complete ? 0 : 1;
