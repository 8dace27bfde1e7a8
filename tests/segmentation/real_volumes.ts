import { existsSync, readFileSync } from 'node:fs';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { readAll } from '../io/helpers.js';

const ROOT = '../shared/data/volumes';

/** Whether the reference volumes are missing; says so once. */
export const absent = !existsSync(`${ROOT}/sandpack`);
if (absent) console.warn(`skipped: the reference volumes are not at ${ROOT}`);

/** A volume that others measured. */
export async function readVolume(path: string): Promise<{ values: GridArray; size: Vec3 }> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const { source, values } = await readAll(new File([readFileSync(`${ROOT}/${path}`)], name));
  return { values, size: source.size };
}

/** What SciPy's distance_transform_edt gives, by phase. */
export function referenceDistances(
  volume: string,
): Readonly<Record<string, { readonly max_sq: number; readonly sum: number }>> {
  const text = readFileSync(`${ROOT}/${volume}/REFERENCE_computed.json`, 'utf8');
  const phases = JSON.parse(text) as Record<
    string,
    { edt_scipy?: { max_sq: number; sum: number } }
  >;
  return Object.fromEntries(
    Object.entries(phases).flatMap(([name, { edt_scipy }]) =>
      edt_scipy === undefined ? [] : [[name, edt_scipy]],
    ),
  );
}
