import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { runCommandLine } from '../../../src/cli/command.js';
import { openEngine } from '../../../src/engine/index.js';
import type { Lab } from '../../../src/index.js';
import { writeTiff } from '../../../src/io/tiff_writer.js';
import type { Vec3 } from '../../../src/recipe/geometry.js';

/** Size, spacing and unit of the files that the tests make. */
export const FACTS = { size: [24, 20, 16] as Vec3, spacing: [0.5, 0.5, 1] as Vec3, unit: 'µm' };

/** Grey values with three bright boxes in them, two of which touch. */
export function boxes(shift = 0): Uint16Array<ArrayBuffer> {
  const [nx, ny, nz] = FACTS.size;
  const data = Uint16Array.from({ length: nx * ny * nz }, (_, i) => 1000 + ((i * 7919) % 97));
  const fill = ([x0, y0, z0]: Vec3, [x1, y1, z1]: Vec3): void => {
    for (let z = z0; z < z1; z += 1)
      for (let y = y0; y < y1; y += 1)
        for (let x = x0 + shift; x < x1 + shift; x += 1) data[x + nx * (y + ny * z)]! += 20000;
  };
  fill([2, 2, 2], [8, 8, 8]);
  fill([8, 4, 4], [14, 12, 10]);
  fill([16, 12, 10], [20, 18, 14]);
  return data;
}

/** What a command did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The content of `results.json`. */
export interface StoredResults {
  readonly results: Readonly<Record<string, unknown>>;
  readonly recipe: unknown;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly provenance: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

/** A folder for the files of a test file, and the commands that run in it. */
export interface Workplace {
  path(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  tiff(name: string, data?: Uint16Array<ArrayBuffer>): Promise<string>;
  json(name: string, content: unknown): Promise<string>;
  results(folder: string): Promise<StoredResults>;
}

/** Makes a folder before the tests of a file, and removes it after them. */
export function workplace(): Workplace {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'voxmetry-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(path(name), content);
    return path(name);
  };
  return {
    path,
    write,
    tiff: async (name, data = boxes()) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of writeTiff({ ...FACTS, dtype: 'u16' }, [data])) chunks.push(chunk);
      return write(name, Buffer.concat(chunks));
    },
    json: (name, content) => write(name, JSON.stringify(content)),
    results: async (name) =>
      JSON.parse(await readFile(join(path(name), 'results.json'), 'utf8')) as StoredResults,
  };
}

/** Runs `voxmetry run` with a lab in this thread. */
export const voxmetryRun = (...args: string[]): Promise<Outcome> => voxmetry('run', ...args);

/** Runs a command with a lab in this thread. */
export async function voxmetry(...args: string[]): Promise<Outcome> {
  let out = '';
  let error = '';
  const streams = {
    out: (text: string) => (out += text),
    error: (text: string) => (error += text),
  };
  const code = await runCommandLine(args, streams, { open: () => openEngine() });
  return { code, out, error };
}

/** Uses a lab, and disposes it. */
export async function withLab<T>(use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await openEngine();
  try {
    return await use(lab);
  } finally {
    await lab.dispose();
  }
}
