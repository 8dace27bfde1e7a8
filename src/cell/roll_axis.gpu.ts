import { implementReduce, layoutOf } from '../implement/index.js';
import { rowCentroids } from '../kernels/cell/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { lineThrough } from './line_fit.js';
import { centroidAxis, type RollAxis } from './roll_axis.js';

/** For each slice: voxels, and the sums of their indices along x and y. */
type SliceSums = ReadonlyMap<number, readonly [count: number, x: number, y: number]>;

/** {@link centroidAxis} on the GPU: sums per row, added up on the host in whole numbers. */
export const centroidAxisOnGpu = implementReduce(centroidAxis, {
  partial: async ({ run, inputs: { mask }, region }): Promise<SliceSums> => {
    const task = layoutOf('bit', region, mask.meta.size);
    const [, ny, nz] = region.size;
    const rows = run.alloc(8 * ny * nz, 'rows');
    run.dispatch(rowCentroids, {
      grids: { src: mask },
      buffers: { rows },
      params: { task },
      size: { invocations: ny * nz },
    });
    const words = new Uint32Array(await run.read(rows));
    run.free(rows);
    const slices = new Map<number, [number, number, number]>();
    for (let k = 0; k < nz; k += 1) {
      let [count, x, y] = [0, 0, 0];
      for (let j = 0; j < ny; j += 1) {
        const hits = words[2 * (k * ny + j)]!;
        count += hits;
        x += words[2 * (k * ny + j) + 1]! + region.origin[0] * hits;
        y += hits * (region.origin[1] + j);
      }
      slices.set(region.origin[2] + k, [count, x, y]);
    }
    return slices;
  },
  merge: (a, b) => {
    const out = new Map(a);
    for (const [slice, [count, x, y]] of b) {
      const [n, sx, sy] = out.get(slice) ?? [0, 0, 0];
      out.set(slice, [n + count, sx + x, sy + y]);
    }
    return out;
  },
  finish: (sums, { metas: { mask } }): RollAxis => {
    const { size, spacing, origin } = mask;
    const slices = [...sums].sort(([a], [b]) => a - b).filter(([, [count]]) => count > 0);
    if (slices.length === 0)
      throw new VoxmetryError('empty-phase', 'The mask of the electrode is empty.', {
        op: 'centroidAxis',
        details: { parameter: 'mask' },
      });
    const along = (axis: 0 | 1): Float64Array => {
      const points = slices.map(([z, sum]) => ({
        ...{ at: z, weight: sum[0] },
        value: sum[axis + 1]! / sum[0],
      }));
      const { start, slope } = lineThrough(points);
      return Float64Array.from(
        { length: size[2] },
        (_, z) => origin[axis] + spacing[axis] * (start + slope * z),
      );
    };
    return { x: along(0), y: along(1) };
  },
});
