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
 * What is still to run: the stages from the first that is not reduced, and their tasks. Only the
 * first can have some behind it: what stands in later stages was made from another reduce of it.
 * @param {Plan} plan
 * @returns {{ stage: Stage, tasks: number[] }[]}
 */
export function stagesLeft(plan) {
  const first = plan.stages.findIndex(({ name }) => !isDone(plan, name, 'reduced'));
  if (first < 0) return [];
  return plan.stages.slice(first).map((stage, k) => {
    const all = Array.from({ length: stage.tasks }, (_, index) => index);
    const isLeft = (/** @type {number} */ index) => !isDone(plan, stage.name, `${index}.part`);
    return { stage, tasks: k === 0 ? all.filter(isLeft) : all };
  });
}

/**
 * Whether a file of a stage stands, and not from a plan that stood in this one's place before.
 * @param {Plan} plan
 * @param {string} stage
 * @param {string} name
 */
function isDone(plan, stage, name) {
  const file = join(plan.work, stage, name);
  return existsSync(file) && statSync(file).mtimeMs >= statSync(plan.file).mtimeMs;
}
