// Files of partial and reduced results: plain values behind a line that says whose they are.
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { VoxmetryError } from '../recipe/errors.js';
import { writeAtomically } from './atomic_file.js';

const FORMAT = 'voxmetry-part';
const VERSION = 2;
const LINE_END = 10;
/** So much is read at once where the line alone is wanted. */
const LINE_CHUNK = 1 << 12;

/** What a file is of: a task's part, or what a stage came to. */
export interface Seal {
  /** The hash of the plan. */
  readonly plan: string;
  readonly stage: string;
  /** The number of the task; null of what a stage came to. */
  readonly index: number | null;
}

/**
 * Writes a value that can be cloned (typed arrays, maps, big integers), sealed by a checksum.
 *
 * @param facts JSON that stands in the line before the value, so that it is known without it
 */
export async function writeSealed(
  path: string,
  seal: Seal,
  facts: unknown,
  value: unknown,
): Promise<void> {
  const content = serialize(value);
  const header = {
    format: FORMAT,
    version: VERSION,
    ...seal,
    facts,
    bytes: content.length,
    sha256: hashOf(content),
  };
  const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  await writeAtomically(path, [line, content]);
}

/**
 * The facts of a sealed value, of which the line alone is read; undefined where there is no such
 * file. Errors as of `readSealed`, but that the checksum is not taken.
 */
export async function readFacts(
  path: string,
  seal: Seal,
): Promise<{ readonly facts: unknown } | undefined> {
  const file = await open(path).catch(whereMissing);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    let line = new Uint8Array(0);
    while (!line.includes(LINE_END) && line.length < size) {
      const longer = new Uint8Array(Math.min(size, line.length + LINE_CHUNK));
      const { bytesRead } = await file.read(longer, 0, longer.length, 0);
      if (bytesRead <= line.length) break;
      line = longer.subarray(0, bytesRead);
    }
    const header = headerOf(path, seal, line);
    checkLength(path, header, size - line.indexOf(LINE_END) - 1);
    return { facts: header['facts'] };
  } finally {
    await file.close();
  }
}

/**
 * Reads a sealed value and its facts; undefined where there is no such file. `corrupt-file` where
 * it is damaged, `invalid-argument` where it is of another plan.
 */
export async function readSealed(
  path: string,
  seal: Seal,
): Promise<{ readonly facts: unknown; readonly value: unknown } | undefined> {
  const bytes = await readFile(path).catch(whereMissing);
  if (bytes === undefined) return undefined;
  const header = headerOf(path, seal, bytes);
  // A copy, that begins with its buffer: Deno reads typed arrays wrongly from within one.
  const content = new Uint8Array(bytes.subarray(bytes.indexOf(LINE_END) + 1));
  checkLength(path, header, content.length);
  if (header['sha256'] !== hashOf(content)) throw damaged(path, 'its checksum is another');
  return { facts: header['facts'], value: deserialize(content) as unknown };
}

function whereMissing(error: unknown): undefined {
  if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
  throw error;
}

/** The line of a file, which says that it is sealed as it should be. */
function headerOf(path: string, seal: Seal, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const header = parsedLine(bytes);
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
  return header;
}

function checkLength(path: string, header: Readonly<Record<string, unknown>>, bytes: number): void {
  if (header['bytes'] !== bytes)
    throw damaged(path, `it has ${String(bytes)} bytes of ${String(header['bytes'])}`);
}

function parsedLine(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
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
