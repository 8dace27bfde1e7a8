// Sums per label on the GPU, with 32-bit counters that do not overflow.
import type { PooledBuffer, Run } from '../../gpu/index.js';
import type { GpuGrid } from '../../implement/index.js';
import { bricksOf, type Region, type Vec3 } from '../../recipe/geometry.js';
import { checkTable, greatestId } from '../greatest_id.gpu.js';
import { mergeSums, unpackSums, type FieldKind, type IdSums } from './id_sums.js';

/**
 * Voxels per axis of a box whose counts of up to four per voxel fit a word each: 2^28 voxels in
 * all.
 */
const BOX: Vec3 = [1024, 512, 512];

/** What a kernel adds to for every id of a box. */
export interface SumsByIdPlan {
  readonly op: string;
  /** How each field lies in the table. */
  readonly kinds: readonly FieldKind[];
  /** Fields that are above 0 where an object occurs. */
  readonly occurs: readonly number[];
  /** Records the dispatch that adds a box to a zeroed table of `ids` words per field. */
  readonly dispatch: (box: Region, table: PooledBuffer, ids: number, bytes: number) => void;
}

/** Sums per object of a region, in boxes that no counter of a word overflows in. */
export async function sumsById(
  run: Run,
  labels: GpuGrid,
  region: Region,
  plan: SumsByIdPlan,
): Promise<IdSums> {
  const ids = (await greatestId(run, labels, labels.region)) + 1;
  const bytes = 4 * plan.kinds.length * ids;
  checkTable(run, plan.op, bytes, ids);
  let sums: IdSums | undefined;
  for (const box of bricksOf(region, BOX)) {
    const table = run.alloc(bytes, `table of ${String(ids)} ids`, { zero: true });
    plan.dispatch(box, table, ids, bytes);
    const words = new Uint32Array(await run.read(table, 0, bytes));
    run.free(table);
    const own = unpackSums(words, ids, plan.kinds, plan.occurs);
    sums = sums === undefined ? own : mergeSums(sums, own);
  }
  return sums!;
}
