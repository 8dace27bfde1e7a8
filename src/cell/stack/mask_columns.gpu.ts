import { bufferBytes, bytesOf, implementReduce, layoutOf } from '../../implement/index.js';
import { maskColumns as kernel } from '../../kernels/cell/index.js';
import { maskColumns, planColumns, type CellsAlong, type MaskColumns } from './mask_columns.js';

/** The rows of a brick by their number in the volume. */
type Rows = ReadonlyMap<number, Uint32Array>;

/** {@link maskColumns} on the GPU: one invocation per 32 voxels; bricks are put together by OR. */
export const maskColumnsOnGpu = implementReduce(maskColumns, {
  partial: async ({ run, inputs: { mask }, params, region }): Promise<Rows> => {
    const { v, along, every, words, columns } = planColumns(mask.meta, params);
    const first = Math.ceil(region.origin[v]! / every);
    const count = Math.ceil((region.origin[v]! + region.size[v]!) / every) - first;
    if (count === 0) return new Map();
    const perRow = columns * words;
    const dst = run.alloc(4 * perRow * count, 'bits of columns');
    run.dispatch(kernel, {
      grids: { src: mask },
      buffers: { dst },
      params: {
        task: layoutOf('bit', region, mask.meta.size),
        ...{ columns, words, rows: count, first_row: first, every },
      },
      constants: { AXIS: along },
      size: { invocations: perRow * count },
      traffic: { read: bytesOf('bit', region), write: 4 * perRow * count },
    });
    const bits = new Uint32Array(await run.read(dst));
    run.free(dst);
    return new Map(
      Array.from({ length: count }, (_, k) => [
        first + k,
        bits.subarray(k * perRow, (k + 1) * perRow),
      ]),
    );
  },
  merge: (a, b) => {
    const out = new Map(a);
    for (const [row, bits] of b) {
      const had = out.get(row);
      out.set(row, had === undefined ? bits : bits.map((word, i) => word | had[i]!));
    }
    return out;
  },
  temporaries: ({ size }, { params, metas }) => {
    const { v, every, words, columns } = planColumns(metas.mask, params);
    return bufferBytes([4 * columns * words * Math.ceil(size[v]! / every)]);
  },
  finish: (found, { params, metas: { mask } }): MaskColumns => {
    const plan = planColumns(mask, params);
    const cells = (axis: number, every: number): CellsAlong => ({
      first: mask.origin[axis]!,
      step: every * mask.spacing[axis]!,
    });
    return {
      ...{ unit: mask.unit, axis: params.axis, columns: plan.columns },
      samples: mask.size[plan.along]!,
      ...{ u: cells(plan.u, plan.every), v: cells(plan.v, plan.every) },
      along: cells(plan.along, 1),
      rows: Array.from({ length: plan.rows }, (_, row) => found.get(row)!),
    };
  },
});
