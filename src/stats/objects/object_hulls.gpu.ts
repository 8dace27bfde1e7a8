// Convex hulls and Feret diameters of objects: row extents on the GPU, quickhull on the host.
import type { Run } from '../../gpu/index.js';
import { implementReduce, layoutOf, wordsOf, type GpuGrid } from '../../implement/index.js';
import { objectRows } from '../../kernels/stats/index.js';
import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import { alignRegion, map3, type Vec3 } from '../../recipe/geometry.js';
import { checkTable } from '../greatest_id.gpu.js';
import { candidateCorners, hullsTable, mergeHulls, type HullPoints } from './hulls_table.js';
import { objectHulls } from './object_hulls.js';
import { rowCorners } from './row_corners.js';
import { groupsOf, type Group } from './hull_groups.js';

/** Bytes of rows of one table: many objects at once, and no more on the host than it takes. */
const TABLE_BYTES = 2 ** 26;
/** Objects between two looks whether the run was cancelled. */
const TURN = 256;

/** The extents of all rows of a group. */
async function extentsOf(run: Run, labels: GpuGrid, group: Group): Promise<Uint32Array> {
  const ids = group.ids.at(-1)! + 1;
  checkTable(run, 'objectHulls', 16 * ids, ids);
  const places = new Uint32Array(4 * ids);
  group.ids.forEach((id, k) => {
    const { first, y, z, perSlice } = group.blocks[k]!;
    places.set([first + 1, y, z, perSlice], 4 * id);
  });
  const placeBuffer = run.alloc(places.byteLength, 'places of objects');
  run.upload(placeBuffer, places);
  const bytes = 8 * group.rows;
  const extents = run.alloc(bytes, 'extents of rows', { zero: true });
  const size: Vec3 = map3((i) => group.to[i] - group.from[i]);
  const box = alignRegion({ origin: group.from, size }, labels.meta.size);
  const task = layoutOf('bit', box, labels.meta.size);
  run.dispatch(objectRows, {
    grids: { labels },
    buffers: { places: placeBuffer, extents },
    params: { task, ids },
    size: { invocations: wordsOf(task) },
  });
  const words = new Uint32Array(await run.read(extents, 0, bytes));
  run.free(placeBuffer, extents);
  return words;
}

/** {@link objectHulls}: extents of rows on the GPU, hulls on the host. */
export const objectHullsOnGpu = implementReduce(objectHulls, {
  partial: async ({ run, inputs, region }): Promise<HullPoints> => {
    const { labels } = inputs;
    const most = Math.min(TABLE_BYTES, run.gpu.device.limits.maxStorageBufferBindingSize) / 8;
    const ids: number[] = [];
    const points: Float64Array[] = [];
    for (const group of groupsOf(inputs.measures, region, most)) {
      const needed = group.rows;
      const available = run.gpu.device.limits.maxStorageBufferBindingSize / 8;
      if (needed > available)
        throw new VoxmetryError(
          'limit',
          `objectHulls: an object has ${String(needed)} rows of voxels, more than the ${String(available)} that this GPU binds. Bin the volume.`,
          { op: 'objectHulls', details: { needed: 8 * needed, available: 8 * available } },
        );
      const extents = await extentsOf(run, labels, group);
      group.blocks.forEach((block, k) => {
        if (k % TURN === 0) throwIfAborted(run.signal, 'objectHulls');
        const corners = rowCorners(extents, block);
        if (corners.length === 0) return;
        ids.push(group.ids[k]!);
        points.push(candidateCorners(corners));
      });
    }
    return { ids: Uint32Array.from(ids), points };
  },
  merge: mergeHulls,
  finish: (hulls, { metas, inputs }) => {
    const { spacing, unit } = metas.labels;
    return hullsTable(hulls, spacing, unit, inputs.measures);
  },
});
