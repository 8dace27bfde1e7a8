// Files of partial and reduced results: plain values behind a line that says whose they are.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { VoxmetryError } from '../recipe/errors.js';
import { writeAtomically } from './atomic_file.js';

const FORMAT = 'voxmetry-part';
const VERSION = 1;
const LINE_END = 10;

/** What a file is of: a task's part, or what a stage came to. */
export interface Seal {
  /** The hash of the plan. */
  readonly plan: string;
  readonly stage: string;
  /** The number of the task; null of what a stage came to. */
  readonly index: number | null;
}

/** Writes a value that can be cloned (typed arrays, maps, big integers), sealed by a checksum. */
export async function writeSealed(path: string, seal: Seal, value: unknown): Promise<void> {
  const content = serialize(value);
  const header = {
    format: FORMAT,
    version: VERSION,
    ...seal,
    bytes: content.length,
    sha256: hashOf(content),
  };
  const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  await writeAtomically(path, [line, content]);
}

/**
 * Reads a sealed value; undefined where there is no such file. `corrupt-file` where it is damaged,
 * `invalid-argument` where it is of another plan.
 */
export async function readSealed(
  path: string,
  seal: Seal,
): Promise<{ readonly value: unknown } | undefined> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const header = headerOf(bytes);
  if (header?.['format'] !== FORMAT || header['version'] !== VERSION)
    throw damaged(path, 'it is no part of this version');
  if (header['plan'] !== seal.plan)
    throw new VoxmetryError(
      'invalid-argument',
      `${path} is of another plan (${String(header['plan'])}, and this is ${seal.plan}): plan anew, or run its task again.`,
      { details: { path } },
    );
  if (header['stage'] !== seal.stage || header['index'] !== seal.index)
    throw damaged(path, `it is of stage ${String(header['stage'])}, ${String(header['index'])}`);
  // A copy, that begins with its buffer: Deno reads typed arrays wrongly from within one.
  const content = new Uint8Array(bytes.subarray(bytes.indexOf(LINE_END) + 1));
  if (header['bytes'] !== content.length)
    throw damaged(path, `it has ${String(content.length)} bytes of ${String(header['bytes'])}`);
  if (header['sha256'] !== hashOf(content)) throw damaged(path, 'its checksum is another');
  return { value: deserialize(content) as unknown };
}

function headerOf(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const line = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(LINE_END)));
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function damaged(path: string, why: string): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${path} is damaged: ${why}. Remove it and run its task, or the reduce of its stage, again.`,
    { details: { path } },
  );
}
