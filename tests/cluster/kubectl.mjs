// Stands for kubectl and a cluster: keeps Jobs as files in a folder, and runs their pods here, one
// after the other, as soon as they are created. What it is asked for besides is an error.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const folder = process.env['KUBECTL_FOLDER'] ?? '';
const [, verb, ...rest] = process.argv.slice(2);
const fileOf = (/** @type {string | undefined} */ name) => join(folder, `${name}.json`);

if (verb === 'create') {
  const job = parse(readFileSync(0, 'utf8'));
  const name = job.metadata.name;
  if (existsSync(fileOf(name))) throw new Error(`job ${name} is there already`);
  const [container] = job.spec.template.spec.containers;
  const [command, ...args] = container.command;
  let log = '';
  const codes = Array.from({ length: job.spec.completions }, (_, index) => {
    const env = { ...process.env, JOB_COMPLETION_INDEX: String(index) };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    log += stdout + stderr;
    return status;
  });
  const type = codes.every((code) => code === 0) ? 'Complete' : 'Failed';
  writeFileSync(fileOf(name), JSON.stringify({ ...job, log, status: ended(type) }));
} else if (verb === 'get' && rest[0] === 'job') {
  if (existsSync(fileOf(rest[1]))) console.log(readFileSync(fileOf(rest[1]), 'utf8'));
} else if (verb === 'delete' && rest[0] === 'job') {
  rmSync(fileOf(rest[1]));
} else if (verb === 'logs') {
  const name = /job-name=(.*)/.exec(rest[0] ?? '')?.[1];
  console.log(JSON.parse(readFileSync(fileOf(name), 'utf8')).log);
} else throw new Error(`kubectl ${verb} ${rest.join(' ')} is not known here`);

/** @param {string} type */
function ended(type) {
  return { conditions: [{ type, status: 'True' }] };
}
