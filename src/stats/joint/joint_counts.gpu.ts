// Joint histograms of blocks on the GPU.
import type { Run } from '../../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  layoutOf,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../../implement/index.js';
import { jointCounts as kernel } from '../../kernels/stats/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { volumeOf, type Region } from '../../recipe/geometry.js';
import type { BlockLattice } from './blocks.js';

/** Two grids, and the keys of the bins of each. */
export interface CountedPair {
  readonly run: Run;
  readonly grids: readonly [a: GpuGrid, b: GpuGrid];
  readonly within: GpuGrid | undefined;
  readonly keys: readonly [a: Uint32Array, b: Uint32Array];
  readonly region: Region;
}

/** Bytes of the buffers of so many bins and blocks. */
export function pairBytes(
  [a, b]: readonly [number, number],
  { lattice }: BlockLattice,
): BufferBytes {
  return bufferBytes([4 * (a + b + 2), 4 * (volumeOf(lattice) * a * b + 1)]);
}

/** Counts by block, bin of a and bin of b; then the voxels without a bin in either. */
export async function countPairs(
  { run, grids: [a, b], within, keys, region }: CountedPair,
  { edge, lattice }: BlockLattice,
): Promise<Float64Array<ArrayBuffer>> {
  const keyWords = Uint32Array.from([...keys[0], ...keys[1]]);
  const bins = [keys[0].length - 1, keys[1].length - 1, 0] as const;
  const table = run.alloc(keyWords.byteLength, 'keys of bins');
  run.upload(table, keyWords);
  const size = 4 * (volumeOf(lattice) * bins[0] * bins[1] + 1);
  const counts = run.alloc(size, 'joint histogram', { zero: true });
  const task = layoutOf('bit', region, a.meta.size);
  const read = [a, b].reduce((sum, grid) => sum + bytesOf(grid.meta.storage, region), 0);
  run.dispatch(kernel, {
    grids: { a, b, within: within ?? a },
    buffers: { keys: table, counts },
    params: { task, bins, edge, lattice },
    constants: {
      A_DTYPE: codeOf(a.meta.storage),
      B_DTYPE: codeOf(b.meta.storage),
      HAS_WITHIN: within === undefined ? 0 : 1,
    },
    size: { invocations: wordsOf(task) },
    traffic: { read: read + (within === undefined ? 0 : bytesOf('bit', region)) },
  });
  const found = Float64Array.from(new Uint32Array(await run.read(counts)));
  run.free(table, counts);
  return found;
}
