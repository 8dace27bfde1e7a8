import { writeFileSync } from 'node:fs';
import { writeNpy } from '../../src/io/npy_writer.js';
import { dtypeOf, type GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

/** Writes a grid as a NumPy file of shape (z, y, x). */
export async function saveNpy(file: string, data: GridArray, size: Vec3): Promise<void> {
  const dtype = dtypeOf(data);
  if (dtype === undefined) throw new Error('No NumPy type fits this array.');
  const parts: Uint8Array[] = [];
  for await (const part of writeNpy({ dtype, size }, [data])) parts.push(part);
  writeFileSync(file, Buffer.concat(parts));
}
