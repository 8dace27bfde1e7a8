import { invalidArgument } from './errors.js';
import { declareOp, makeNode, type Node } from './op.js';
import { DTYPE_NAMES, type Dtype } from './dtype.js';
import type { Vec3 } from './geometry.js';
import type { GridMeta } from './meta.js';
import { param, text, type Param, type ParamJson, type ParamType } from './params.js';

/** A parameter that {@link sourceOp} checks itself. */
function trusted<T extends ParamJson>(type: ParamType, allowed: string): Param<T, T, false> {
  return param({ type, allowed, default: undefined, accept: (given) => given as T });
}

/**
 * The leaf of every recipe: an opened volume. `id` names it within its lab; the rest is what a
 * replay needs to know of it.
 */
export const sourceOp = declareOp({
  name: 'source',
  kind: 'map',
  inputs: {},
  params: {
    id: text(),
    name: text('volume'),
    dtype: trusted<Dtype>('choice', DTYPE_NAMES.join(', ')),
    size: trusted<Vec3>('triple', 'three positive integers'),
    spacing: trusted<Vec3>('triple', 'three positive numbers'),
    unit: text('px'),
    origin: trusted<Vec3>('triple', 'three numbers'),
  },
  exactness: 'exact',
  result: (_, { dtype, size, spacing, unit, origin }): GridMeta => {
    const triple = (name: string, value: readonly number[], good: (n: number) => boolean): void => {
      if (!Array.isArray(value) || value.length !== 3 || !value.every(good))
        throw invalidArgument('source', name, value, 'three numbers of the right range');
    };
    triple('size', size, (n) => Number.isInteger(n) && n > 0);
    triple('spacing', spacing, (n) => Number.isFinite(n) && n > 0);
    triple('origin', origin, Number.isFinite);
    if (!DTYPE_NAMES.includes(dtype))
      throw invalidArgument('source', 'dtype', dtype, DTYPE_NAMES.join(', '));
    return { kind: 'volume', storage: dtype, size, spacing, unit, origin };
  },
});

/** The node of an opened volume. */
export function sourceNode(id: string, name: string, meta: GridMeta): Node {
  const { storage, size, spacing, unit, origin } = meta;
  return makeNode(sourceOp, {}, { id, name, dtype: storage, size, spacing, unit, origin });
}
