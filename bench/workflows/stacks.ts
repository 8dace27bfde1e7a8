import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeTiff } from '../../src/io/tiff_writer.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { simulateArtefacts, simulateImaging, syntheticField } from '../../src/synthetic/index.js';

/** The grains of the suite as a 16-bit image, or the same imaged with the faults of a FIB-SEM. */
export type StackKind = 'grains' | 'FIB-SEM';

/** Faults of a stack: grey levels, and voxels of drift from slice to slice. */
const FAULTS = { curtains: 2000, flicker: 0.05, offset: 800, drift: 0.3 } as const;

function voxelsOf(kind: StackKind, size: Vec3): Uint16Array<ArrayBuffer> {
  if (kind === 'grains') return syntheticField({ kind: 'gray', size }).slab(0, size[2]);
  const grains = syntheticField({ kind: 'spheres', size }).slab(0, size[2]);
  const artefacts = simulateArtefacts(size, { seed: 11, ...FAULTS });
  return simulateImaging(grains, { size, spacing: [1, 1, 1] }, { seed: 3, artefacts });
}

/** The path of a plain TIFF of 16 bits on disk; a stack that is not there yet is made. */
export async function stackFile(folder: string, kind: StackKind, edge: number): Promise<string> {
  const file = join(folder, `${kind}-${String(edge)}.tif`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const size: Vec3 = [edge, edge, edge];
  const facts = { size, dtype: 'u16', spacing: [1, 1, 1], unit: 'px' } as const;
  const unfinished = `${file}.unfinished`;
  const parts = Readable.from(writeTiff(facts, [voxelsOf(kind, size)]));
  await pipeline(parts, createWriteStream(unfinished));
  await rename(unfinished, file);
  return file;
}
