// Columns of a layer's height map, merged over bricks.
import { AXIS_INDEX, type Axis, type Vec3 } from '../recipe/geometry.js';

/** The columns of the whole grid, as far as they are counted. */
export interface Counted {
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  readonly count: Uint32Array;
}

/** The axes across an axis, in their order. */
export function across(axis: Axis): readonly [Axis, Axis] {
  return (['x', 'y', 'z'] as const).filter((name) => name !== axis) as [Axis, Axis];
}

/** Enters columns of a brick among those of the whole grid. */
export function entered(
  words: Uint32Array,
  origin: Vec3,
  size: Vec3,
  whole: Vec3,
  axis: Axis,
): Counted {
  const [u, v] = across(axis).map((name) => AXIS_INDEX[name]) as [0 | 1 | 2, 0 | 1 | 2];
  const columns = whole[u] * whole[v];
  const [first, last, count] = [0, 0, 0].map(() => new Uint32Array(columns)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  for (let j = 0; j < size[v]; j++)
    for (let i = 0; i < size[u]; i++) {
      const from = 3 * (j * size[u] + i);
      const to = (origin[v] + j) * whole[u] + origin[u] + i;
      first[to] = words[from]!;
      last[to] = words[from + 1]!;
      count[to] = words[from + 2]!;
    }
  return { first, last, count };
}
