// What the engines need to know of a plan that `voxmetry plan` wrote.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * @typedef {object} Stage
 * @property {string} name file-safe, and no other stage's
 * @property {number} tasks
 * @property {number} memoryBytes of one task, as the plan estimates it
 * @property {number} seconds of one task, as the plan estimates it
 */
/**
 * @typedef {object} Plan
 * @property {string} file where it stands
 * @property {string} hash
 * @property {string} work the folder of parts, grids and results
 * @property {readonly Stage[]} stages in the order in which they run
 */

/**
 * Reads a plan.
 * @param {string} file
 * @returns {Plan}
 */
export function readPlan(file) {
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  if (plan.format !== 'voxmetry-plan' || plan.version !== 1) {
    throw new Error(`${file} is no plan of version 1: make one with voxmetry plan`);
  }
  const path = resolve(file);
  const { hash, stages } = plan;
  return { file: path, hash, stages, work: join(dirname(path), plan.work) };
}

/**
 * What to ask for one task: the plan's estimate of memory and what a process takes besides; thrice
 * its estimate of time, which is rough, and five minutes to start.
 * @param {Stage} stage
 */
export function demandsOf({ memoryBytes, seconds }) {
  return {
    mebibytes: Math.ceil(memoryBytes / 2 ** 20) + 1024,
    minutes: 5 + Math.ceil((3 * seconds) / 60),
  };
}

/**
 * Whether a stage is reduced, by this plan and not by one that stood in its place before.
 * @param {Plan} plan
 * @param {Stage} stage
 */
export function isReduced(plan, { name }) {
  return isNewer(plan, join(plan.work, name, 'reduced'));
}

/**
 * The tasks of a stage that are still to run.
 * @param {Plan} plan
 * @param {Stage} stage
 */
export function tasksLeft(plan, { name, tasks }) {
  const all = Array.from({ length: tasks }, (_, index) => index);
  return all.filter((index) => !isNewer(plan, join(plan.work, name, `${index}.part`)));
}

/**
 * @param {Plan} plan
 * @param {string} file
 */
function isNewer(plan, file) {
  return existsSync(file) && statSync(file).mtimeMs >= statSync(plan.file).mtimeMs;
}
