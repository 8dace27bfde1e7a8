import type { PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, type GpuGrid } from '../implement/index.js';
import { selectLabels as kernel } from '../kernels/select_labels.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { checkTable, greatestId } from '../stats/greatest_id.gpu.js';

/** Labels per invocation along x, and the workgroup of the kernel. */
const SPAN = 4;
const GROUP = [32, 8] as const;

/** A zeroed word for every id from 0 to the greatest. Throws `limit` where that is too much. */
export async function idTable(
  run: Run,
  op: string,
  labels: GpuGrid,
  region: Region,
): Promise<PooledBuffer> {
  const ids = (await greatestId(run, labels, region)) + 1;
  checkTable(run, op, 4 * ids, ids);
  return run.alloc(4 * ids, 'word per id', { zero: true });
}

/** Labels of the ids whose word in a table lies in least … most; ids are kept. */
export function selectLabels(
  run: Run,
  labels: GpuGrid,
  table: PooledBuffer,
  band: { readonly least: number; readonly most: number },
  meta: GridMeta,
  region: Region,
): GpuGrid {
  const out = allocGrid(run, meta, region, { labelBound: labels.labelBound });
  const [nx, ny, nz] = region.size;
  const bytes = bytesOf('u32', region);
  run.dispatch(kernel, {
    buffers: { src: labels.buffer, table, dst: out.buffer },
    params: { src: labels.layout, dst: out.layout, ...band },
    constants: {},
    size: { workgroups: [Math.ceil(nx / SPAN / GROUP[0]), Math.ceil(ny / GROUP[1]), nz] },
    traffic: { read: bytes + table.bytes, write: bytes },
  });
  return out;
}
