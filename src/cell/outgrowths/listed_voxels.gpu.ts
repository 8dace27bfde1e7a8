import { implementReduce } from '../../implement/index.js';
import { listedVoxels as kernel } from '../../kernels/cell/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { AXIS_INDEX, type Axis, type Region, type Vec3 } from '../../recipe/geometry.js';
import { axesAcross } from './columns_across.js';
import type { Found } from './found.js';
import { listedVoxels, type ListedValues } from './listed_voxels.js';

/** The values at some places of the list. */
interface Part {
  readonly index: Uint32Array;
  readonly values: Float32Array;
}

/** The places of the list that lie in a region, and their x, y, z. */
function placesIn(found: Found, normal: Axis, { origin, size }: Region) {
  const { column, row } = found.voxels;
  const [u, v] = axesAcross(normal);
  const along = AXIS_INDEX[normal];
  const index: number[] = [];
  const places: number[] = [];
  const at: [number, number, number] = [0, 0, 0];
  const isInside = (i: 0 | 1 | 2): boolean => at[i] >= origin[i] && at[i] < origin[i] + size[i];
  for (let k = 0; k < column.length; k++) {
    at[u] = column[k]! % found.size[0];
    at[v] = Math.floor(column[k]! / found.size[0]);
    at[along] = row[k]!;
    if (!isInside(0) || !isInside(1) || !isInside(2)) continue;
    index.push(k);
    places.push(...(at as Vec3));
  }
  return { index: Uint32Array.from(index), places: Uint32Array.from(places) };
}

/** {@link listedVoxels} on the GPU: one invocation per listed voxel. */
export const listedVoxelsOnGpu = implementReduce(listedVoxels, {
  partial: async ({ run, inputs, params, region }): Promise<Part[]> => {
    const { index, places } = placesIn(inputs.found, params.normal, region);
    if (index.length === 0) return [];
    const { volume } = inputs;
    const list = run.alloc(places.byteLength, 'places of voxels');
    run.upload(list, places);
    const values = run.alloc(4 * index.length, 'values of voxels');
    run.dispatch(kernel, {
      grids: { src: volume },
      buffers: { places: list, values },
      params: { count: index.length },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage) },
      size: { invocations: index.length },
      traffic: { read: 16 * index.length },
    });
    const read = new Float32Array(await run.read(values));
    run.free(list);
    run.free(values);
    return [{ index, values: read }];
  },
  merge: (a, b) => a.concat(b),
  finish: (parts, { inputs: { found } }): ListedValues => {
    const values = new Float32Array(found.voxels.row.length);
    for (const part of parts)
      part.index.forEach((at, k) => {
        values[at] = part.values[k]!;
      });
    return { values };
  },
});
