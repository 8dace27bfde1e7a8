import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { viewArray, type GridArray } from '../../src/recipe/dtype.js';
import { syntheticField, type FieldKind } from '../../src/synthetic/index.js';
import type { FieldMaker } from '../suite.js';

/** The text of what makes the fields: files of another text are other fields. */
const SOURCES = import.meta.glob<string>('../../src/synthetic/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Makes fields once and keeps them in a folder. */
export function keptFields(folder: string): FieldMaker {
  const hash = createHash('sha256');
  for (const name of Object.keys(SOURCES).sort()) hash.update(SOURCES[name] ?? '');
  const version = hash.digest('hex').slice(0, 12);
  mkdirSync(folder, { recursive: true });
  return (kind, size): Promise<GridArray> => Promise.resolve(load(kind, size));

  function load(kind: FieldKind, size: number): GridArray {
    const field = syntheticField({ kind, size: [size, size, size] });
    const file = join(folder, `${kind}-${String(size)}-${version}.raw`);
    if (existsSync(file)) {
      const bytes = readFileSync(file);
      // A buffer of its own: small files come out of a pool that others share.
      return viewArray(field.dtype, new Uint8Array(bytes).buffer);
    }
    const data = field.slab(0, size);
    writeFileSync(file, new Uint8Array(data.buffer));
    return data;
  }
}
