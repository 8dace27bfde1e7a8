import { implementReduce, layoutOf } from '../implement/index.js';
import { columnExtents as kernel } from '../kernels/structure/index.js';
import { AXIS_INDEX } from '../recipe/geometry.js';
import { columnExtents, type ColumnExtents } from './column_extents.js';
import { across, entered, type Counted } from './entered_columns.js';

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
