// Jobs of Kubernetes from the template beside this file, and `kubectl`, which knows the cluster.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * Where pods run, and what they see.
 * @typedef {object} Place
 * @property {string} image
 * @property {string} claim the PersistentVolumeClaim that holds scans, plan and work
 * @property {string} mount where pods see it
 * @property {string | undefined} gpu the resource that a task takes one of, such as nvidia.com/gpu
 * @property {string} namespace
 */
/**
 * @typedef {object} Step
 * @property {string} name
 * @property {Record<string, string>} labels
 * @property {number} tasks
 * @property {number} parallelism
 * @property {readonly string[]} command of a pod
 * @property {number} mebibytes
 * @property {boolean} gpu
 */

/** The flags that say the place. */
export const placeOptions = /** @type {const} */ ({
  image: { type: 'string' },
  claim: { type: 'string' },
  mount: { type: 'string' },
  gpu: { type: 'string' },
  namespace: { type: 'string' },
});

export const placeUsage = `  --image IMAGE    the image with voxmetry (Containerfile)
  --claim NAME     the PersistentVolumeClaim that holds scans, plan and work (ReadWriteMany)
  --mount PATH     where pods see it (/data); the plan has to stand in it under the same path
  --gpu RESOURCE   what a task takes one of: nvidia.com/gpu, amd.com/gpu, gpu.intel.com/i915
  --namespace NAME (default)`;

/**
 * The place that flags say, or undefined where a flag is missing.
 * @param {{ [key in keyof Place]?: Place[key] | undefined }} values
 * @returns {Place | undefined}
 */
export function placeOf({ image, claim, mount = '/data', gpu, namespace = 'default' }) {
  if (image === undefined || claim === undefined) return undefined;
  return { image, claim, mount, gpu, namespace };
}

/**
 * A name that Kubernetes takes, also with what it adds for pods.
 * @param {string} text
 */
export function jobName(text) {
  const name = text.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');
  return name.slice(0, 52).replace(/-+$/, '');
}

/**
 * The manifest of a step.
 * @param {Place} place
 * @param {Step} step
 */
export function manifest(place, step) {
  const memory = `${step.mebibytes}Mi`;
  const devices = step.gpu && place.gpu !== undefined ? { [place.gpu]: '1' } : {};
  /** @type {Record<string, unknown>} */
  const values = {
    ...step,
    ...place,
    completions: step.tasks,
    requests: { memory },
    limits: { memory, ...devices },
  };
  const template = readFileSync(join(import.meta.dirname, 'job.yaml'), 'utf8');
  const text = template.replaceAll(/^( *#.*\n)/gm, '');
  // JSON is YAML: whatever a value holds, it stays a value.
  return text.replaceAll(/\$\{(\w+)\}/g, (_, key) => JSON.stringify(values[key]));
}

/**
 * Runs a step to its end. One that is running already, since a program was stopped that waited for
 * it, is waited for.
 * @param {Place} place
 * @param {Step} step
 * @returns {Promise<boolean>} whether it is complete
 */
export async function runJob(place, step) {
  let state = stateOf(place, step.name);
  if (state === 'Complete' || state === 'Failed') kubectl(place, ['delete', 'job', step.name]);
  if (state !== 'running') kubectl(place, ['create', '-f', '-'], manifest(place, step));
  do {
    await setTimeout(2000);
    state = stateOf(place, step.name);
  } while (state === 'running');
  return state === 'Complete';
}

/**
 * @param {Place} place
 * @param {string} name
 */
function stateOf(place, name) {
  const text = kubectl(place, ['get', 'job', name, '--ignore-not-found', '--output=json']);
  if (text.trim() === '') return 'absent';
  /** @type {{ type: string, status: string }[]} */
  const conditions = JSON.parse(text).status?.conditions ?? [];
  const ends = conditions.filter(({ status }) => status === 'True').map(({ type }) => type);
  return ends.find((type) => type === 'Complete' || type === 'Failed') ?? 'running';
}

/**
 * The last lines that the pods of a step wrote.
 * @param {Place} place
 * @param {string} name
 */
export function logsOf(place, name) {
  const selector = `--selector=batch.kubernetes.io/job-name=${name}`;
  return kubectl(place, ['logs', selector, '--tail=20', '--prefix']);
}

/**
 * @param {Place} place
 * @param {readonly string[]} args
 * @param {string} [input]
 */
function kubectl(place, args, input) {
  const words = [`--namespace=${place.namespace}`, ...args];
  const { status, stdout, stderr, error } = spawnSync('kubectl', words, {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    ...(input === undefined ? {} : { input }),
  });
  if (error || status !== 0) {
    throw new Error(`kubectl ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  }
  return stdout;
}
