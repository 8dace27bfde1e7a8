import type { Lab, Volume } from '../index.js';
import type { Analysis } from './analysis.js';
import type { InputFile } from './input_file.js';
import type { Opening } from './opening.js';
import type { RunLog } from './run_log.js';

/** Opens a file as its user says. */
export function openScan(
  lab: Lab,
  { source, name }: InputFile,
  { size, dtype, spacing, unit, dataset, channel, time, level }: Opening,
  signal?: AbortSignal,
): Promise<Volume> {
  const opening = { size, dtype, spacing, unit, dataset, channel, time, level };
  return lab.open(source, { name, ...opening, signal });
}

/** What a result says of its scan, with what the reader and the results had to say. */
export function factsOf(scan: Volume, name: string, log: RunLog): Analysis['input'] {
  const { format, size, spacing, unit, dtype } = scan;
  const warnings = [...new Set([...scan.warnings, ...log.warnings])];
  return { name, format, size, spacing, unit, dtype, warnings };
}
