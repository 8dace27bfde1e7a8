import type { Gives } from '../recipe/operation.js';

/** A grid of the kind, and a volume of the dtype, of the one that the operation is called on. */
export const SAME = { grid: 'same' } as const satisfies Gives;
/** A volume of f32. */
export const F32 = { grid: 'volume', dtype: 'f32' } as const satisfies Gives;
/** A volume of the dtype of the one that the operation is called on. */
export const SAME_DTYPE = { grid: 'volume', dtype: 'same' } as const satisfies Gives;
/** A mask. */
export const MASK = { grid: 'mask' } as const satisfies Gives;
/** Labels. */
export const LABELS = { grid: 'labels' } as const satisfies Gives;
/** Phases. */
export const PHASES = { grid: 'phases' } as const satisfies Gives;
/** A query of a number, or of a value as it is. */
export const PLAIN = { value: 'plain' } as const satisfies Gives;
/** A query of an object of numbers with its provenance. */
export const RESULT = { value: 'result' } as const satisfies Gives;
/** A query of a table with these columns, or some of them. */
export function tableOf<const C extends readonly string[]>(columns: C) {
  return { value: 'table', columns } as const satisfies Gives;
}
/** A query of a table of contacts. */
export const CONTACTS = { value: 'contacts' } as const satisfies Gives;
/** A query of a network. */
export const NETWORK = { value: 'network' } as const satisfies Gives;
/** A query of a surface of triangles. */
export const MESH = { value: 'mesh' } as const satisfies Gives;
/** A surface. */
export const SURFACE = { grid: 'surface' } as const satisfies Gives;
/** A classifier. */
export const CLASSIFIER = { grid: 'classifier' } as const satisfies Gives;
