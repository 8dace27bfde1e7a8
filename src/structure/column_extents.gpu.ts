import { implementReduce, layoutOf } from '../implement/index.js';
import { columnExtents as kernel } from '../kernels/structure/index.js';
import { AXIS_INDEX, type Axis, type Vec3 } from '../recipe/geometry.js';
import { columnExtents, type ColumnExtents } from './column_extents.js';

/** The columns of the whole grid, as far as they are counted. */
interface Counted {
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  readonly count: Uint32Array;
}

/** The axes across an axis, in their order. */
function across(axis: Axis): readonly [Axis, Axis] {
  return (['x', 'y', 'z'] as const).filter((name) => name !== axis) as [Axis, Axis];
}

/** Enters columns of a brick among those of the whole grid. */
function entered(words: Uint32Array, origin: Vec3, size: Vec3, whole: Vec3, axis: Axis): Counted {
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

/** {@link columnExtents} on the GPU. */
export const columnExtentsOnGpu = implementReduce(columnExtents, {
  partial: async ({ run, inputs: { mask }, params: { axis }, region }): Promise<Counted> => {
    const task = layoutOf('bit', region, mask.meta.size);
    const [u, v] = across(axis).map((name) => region.size[AXIS_INDEX[name]]) as [number, number];
    const columns = run.alloc(12 * u * v, 'columns');
    run.dispatch(kernel, {
      grids: { src: mask },
      buffers: { columns },
      params: { task },
      constants: { AXIS: AXIS_INDEX[axis] },
      size: { invocations: u * v },
    });
    const words = new Uint32Array(await run.read(columns));
    run.free(columns);
    return entered(words, region.origin, region.size, mask.meta.size, axis);
  },
  merge: (a, b) => {
    const out = { first: a.first.slice(), last: a.last.slice(), count: a.count.slice() };
    b.count.forEach((n, i) => {
      if (n === 0) return;
      const had = out.count[i]! > 0;
      out.first[i] = had ? Math.min(out.first[i]!, b.first[i]!) : b.first[i]!;
      out.last[i] = had ? Math.max(out.last[i]!, b.last[i]!) : b.last[i]!;
      out.count[i]! += n;
    });
    return out;
  },
  finish: (counted, { params: { axis }, metas }): ColumnExtents => {
    const { size, spacing, origin, unit } = metas.mask;
    const axes = across(axis);
    const extent = axes.map((name) => size[AXIS_INDEX[name]]) as [number, number];
    return { axis, axes, size: extent, ...counted, spacing, origin, unit };
  },
});
