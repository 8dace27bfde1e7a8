// Whether manifests are what the API of Kubernetes takes, by types made from its OpenAPI text
// (package kubernetes-types), which name what is unknown, what is missing and wrong types.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { root } from '../../scripts/find-tools.mjs';

/** @typedef {{ name: string, job: unknown }} Named */

/**
 * Checks what `run.mjs --print` printed; a few faults must be found in it too.
 * @param {string} printed
 */
export function checkManifests(printed) {
  const jobs = parseAllDocuments(printed).map((document) => document.toJS());
  assert.ok(jobs.length > 0);
  for (const job of jobs) checkByRules(job);
  const [first] = jobs;
  const faulty = [
    withFault(first, (job) => (job.spec.completons = 1)),
    withFault(first, (job) => (job.spec.completions = '1')),
    withFault(first, (job) => delete job.spec.template),
    withFault(first, (job) => (job.spec.podFailurePolicy.rules[0].acton = 'Ignore')),
    withFault(first, (job) => (job.spec.template.spec.containers[0].volumeMounts[0].path = '/')),
  ];
  const problems = typeErrors([...jobs, ...faulty]);
  assert.deepEqual(problems.slice(0, jobs.length).flat(), []);
  for (const [i, found] of problems.slice(jobs.length).entries())
    assert.ok(found.length > 0, `fault ${i} is not found`);
  return `${jobs.length} Jobs, ${faulty.length} faults found`;
}

/**
 * What the API asks for beyond types.
 * @param {any} job
 */
function checkByRules({ apiVersion, kind, metadata, spec }) {
  assert.deepEqual([apiVersion, kind], ['batch/v1', 'Job']);
  // The names of pods add an index and five letters, and have 63 at most.
  assert.match(metadata.name, /^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$/);
  for (const value of Object.values(metadata.labels))
    assert.match(String(value), /^[A-Za-z0-9][\w.-]{0,61}[A-Za-z0-9]$/);
  // A policy for pods and limits by index need these two.
  assert.equal(spec.template.spec.restartPolicy, 'Never');
  assert.equal(spec.completionMode, 'Indexed');
  const [container] = spec.template.spec.containers;
  assert.equal(spec.podFailurePolicy.rules[1].onExitCodes.containerName, container.name);
  for (const { limits, requests } of [container.resources])
    for (const quantity of [...Object.values(limits), ...Object.values(requests)])
      assert.match(quantity, /^\d+(Mi)?$/);
}

/**
 * @param {unknown} job
 * @param {(job: any) => unknown} spoil
 */
function withFault(job, spoil) {
  const copy = structuredClone(job);
  spoil(copy);
  return copy;
}

/**
 * What the compiler says of each job, written as a literal of its type.
 * @param {readonly unknown[]} jobs
 * @returns {string[][]}
 */
function typeErrors(jobs) {
  // Within the project, so that the package is found.
  const folder = join(root, '.cache/manifests');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = jobs.map((job, i) => {
    const file = join(folder, `${i}.ts`);
    const text = `import type { Job } from 'kubernetes-types/batch/v1';\nexport const job: Job = `;
    writeFileSync(file, `${text}${JSON.stringify(job)};\n`);
    return file;
  });
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const diagnostics = files.map((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
  );
  rmSync(folder, { recursive: true });
  return diagnostics.map((found) =>
    found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  );
}
