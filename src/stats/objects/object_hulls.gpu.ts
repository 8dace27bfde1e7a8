import type { Run } from '../../gpu/index.js';
import { implementReduce, layoutOf, wordsOf, type GpuGrid } from '../../implement/index.js';
import { objectRows } from '../../kernels/stats/index.js';
import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import { alignRegion, map3, regionEnd, type Region, type Vec3 } from '../../recipe/geometry.js';
import { checkTable } from '../greatest_id.gpu.js';
import { columnValues, type TableData } from '../../recipe/table_data.js';
import { candidateCorners, hullsTable, mergeHulls, type HullPoints } from './hulls_table.js';
import { objectHulls } from './object_hulls.js';
import { rowCorners, type RowBlock } from './row_corners.js';

/** Bytes of rows of one table: many objects at once, and no more on the host than it takes. */
const TABLE_BYTES = 2 ** 26;
/** Objects between two looks whether the run was cancelled. */
const TURN = 256;

/** Objects whose rows go into one table, and the box that holds their part of a region. */
interface Group {
  readonly ids: number[];
  readonly blocks: RowBlock[];
  rows: number;
  from: [number, number, number];
  to: [number, number, number];
}

/** Puts the objects of a region into groups by rising id, each of at most so many rows. */
function groupsOf(measures: TableData, region: Region, most: number): Group[] {
  const column = (name: string) => columnValues(measures, name)!;
  const ids = column('label');
  const axes = ['X', 'Y', 'Z'] as const;
  const min = axes.map((axis) => column(`min${axis}`));
  const max = axes.map((axis) => column(`max${axis}`));
  const end = regionEnd(region);
  const groups: Group[] = [];
  for (let row = 0; row < ids.length; row += 1) {
    const from = map3((i) => Math.max(region.origin[i], min[i]![row]!));
    const to = map3((i) => Math.min(end[i], max[i]![row]! + 1));
    if (to.some((n, i) => n <= from[i]!)) continue;
    const [perSlice, slices] = [to[1] - from[1], to[2] - from[2]];
    let group = groups.at(-1);
    if (group === undefined || group.rows + perSlice * slices > most) {
      group = { ids: [], blocks: [], rows: 0, from: [...from], to: [...to] };
      groups.push(group);
    }
    group.ids.push(ids[row]!);
    group.blocks.push({ first: group.rows, y: from[1], z: from[2], perSlice, slices });
    group.rows += perSlice * slices;
    for (const i of [0, 1, 2] as const) {
      group.from[i] = Math.min(group.from[i], from[i]);
      group.to[i] = Math.max(group.to[i], to[i]);
    }
  }
  return groups;
}

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
