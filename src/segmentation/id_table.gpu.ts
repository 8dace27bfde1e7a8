import type { PooledBuffer, Run } from '../gpu/index.js';
import type { GpuGrid } from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';
import { checkTable, greatestId } from '../stats/greatest_id.gpu.js';

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
