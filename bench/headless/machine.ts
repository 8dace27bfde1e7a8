import { cpus, type as systemName, arch } from 'node:os';
import type { Machine } from '../report/schema.js';

/** What kind of computer this is, without its name. */
export function thisMachine(): Machine {
  const processors = cpus();
  const model = processors[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? '';
  return {
    cpu: model === '' ? 'unnamed processor' : model,
    cores: processors.length,
    system: `${systemName()} ${arch()}`,
  };
}

/** The runtime with its version. */
export function thisRuntime(): string {
  const deno = process.versions['deno'];
  return deno === undefined ? `Node ${process.versions.node}` : `Deno ${deno}`;
}

/**
 * Processor time of this process and its threads, which on a software adapter is the GPU's work
 * too.
 */
export function processClock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
