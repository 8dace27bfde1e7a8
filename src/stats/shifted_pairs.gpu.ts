// Two-point counts at given offsets on the GPU, by shifts and popcounts of mask words.
import type { Run } from '../gpu/index.js';
import { bytesOf, layoutOf, type GpuGrid } from '../implement/index.js';
import { shiftedPairs } from '../kernels/counts/index.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import { workgroupsOfWords } from './chunks.gpu.js';
import type { PairCounts } from './shifted_pairs.js';

/** Offsets of one dispatch. */
const BATCH = 64;

/** Which masks pairs are counted in. */
export interface PairMasks {
  readonly a: GpuGrid;
  /** Where the second voxel lies. Default `a`. */
  readonly b?: GpuGrid | undefined;
  /** Only pairs of voxels in here count. */
  readonly within?: GpuGrid | undefined;
}

/**
 * For each offset (in voxels) the pairs of voxels that are so far apart, as {@link PairCounts}.
 * Only pairs inside the volume count, or, with `periodic`, all pairs of the volume repeated, for
 * which `b` and `within` must be whole. A brick owns the pairs whose first voxel it holds.
 *
 * From mask words by shift and popcount: per offset one pass over 1/8 B/voxel of each mask, 64
 * offsets per dispatch.
 */
export async function countPairs(
  run: Run,
  { a, b = a, within }: PairMasks,
  offsets: readonly Vec3[],
  periodic: boolean,
  region: Region,
): Promise<PairCounts> {
  const task = layoutOf('bit', region, a.meta.size);
  const counts = run.alloc(12 * offsets.length, 'pairs', { zero: true });
  const masks = within === undefined ? 2 : 4;
  for (let first = 0; first < offsets.length; first += BATCH) {
    const batch = Int32Array.from(offsets.slice(first, first + BATCH).flat());
    const n = batch.length / 3;
    const list = run.alloc(batch.byteLength, 'offsets');
    run.upload(list, batch);
    const sums = run.alloc(12 * n, 'pairs of a batch', { zero: true });
    run.dispatch(shiftedPairs, {
      grids: { a, b, within: within ?? a },
      buffers: { offsets: list, counts: sums },
      params: { task, count: n },
      constants: { WITHIN: within === undefined ? 0 : 1, PERIODIC: periodic ? 1 : 0 },
      size: { workgroups: workgroupsOfWords(task) },
      traffic: { read: n * masks * bytesOf('bit', region) + 24 * n, write: 12 * n },
    });
    run.copy(sums, 0, counts, 12 * first, 12 * n);
    run.free(list, sums);
    await run.pace();
  }
  const words = new Uint32Array(await run.read(counts, 0, 12 * offsets.length));
  run.free(counts);
  const column = (at: number): Float64Array =>
    Float64Array.from(offsets, (_, k) => words[3 * k + at]!);
  return { both: column(0), differ: column(1), pairs: column(2) };
}
