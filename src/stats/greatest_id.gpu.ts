// Greatest label id: a maximum reduction where the bound is too loose.
import type { Run } from '../gpu/index.js';
import type { GpuGrid } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import { rangeOfBox } from './range.gpu.js';

/** Up to this bound it does not pay to look for the greatest id. */
const SMALL_BOUND = 2 ** 16;

/** The greatest id of a box; or its known upper bound, where that is small enough. */
export async function greatestId(run: Run, labels: GpuGrid, region: Region): Promise<number> {
  if (labels.labelBound !== undefined && labels.labelBound <= SMALL_BOUND) return labels.labelBound;
  return (await rangeOfBox(run, labels, undefined, region)).max;
}

/** Throws `limit` where a table with a row per id, whether it occurs or not, cannot be bound. */
export function checkTable(run: Run, op: string, bytes: number, ids: number): void {
  const { maxStorageBufferBindingSize, maxBufferSize } = run.gpu.device.limits;
  const available = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  if (bytes > available)
    throw new VoxmetryError(
      'limit',
      `${op}: a table for ids up to ${String(ids - 1)} takes ${String(bytes)} bytes, more than the ${String(available)} that this GPU binds. Number the objects anew with relabel(), or crop the volume.`,
      { op, details: { needed: bytes, available } },
    );
}
