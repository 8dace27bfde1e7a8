import { bufferBytes, bytesOf, implementReduce } from '../implement/index.js';
import { noiseDetails, DETAIL_COUNTS } from '../kernels/stats/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { detailAxes, noise, noiseOfDetails } from './noise.js';

/** Counts of details, and whether a region holds a block. */
const WORDS = DETAIL_COUNTS + 1;

/** {@link noise} on the GPU: one pass, and 128 kB of counts read back per brick. */
export const noiseOnGpu = implementReduce(noise, {
  temporaries: () => bufferBytes([4 * WORDS]),
  partial: async ({
    run,
    inputs: { volume, within },
    region,
  }): Promise<Float64Array<ArrayBuffer>> => {
    const { size, storage } = volume.meta;
    const step = detailAxes(size);
    if (volumeOf(step) === 0 && step.every((n) => n === 0)) return new Float64Array(WORDS);
    // A block belongs to the brick that holds its first voxel.
    const first: Vec3 = map3((axis) =>
      step[axis] === 1 ? Math.ceil(region.origin[axis] / 2) * 2 : 0,
    );
    const blocks: Vec3 = map3((axis) => {
      const end = Math.min(region.origin[axis] + region.size[axis], size[axis] - step[axis]);
      return step[axis] === 1 ? Math.max(0, Math.ceil((end - first[axis]) / 2)) : 1;
    });
    if (volumeOf(blocks) === 0) return new Float64Array(WORDS);
    const counts = run.alloc(4 * WORDS, 'counts of details', { zero: true });
    const bytes = 4 * volumeOf(blocks);
    run.dispatch(noiseDetails, {
      grids: { src: volume, within: within ?? volume },
      buffers: { counts },
      params: { first, blocks, step },
      constants: { SRC_DTYPE: codeOf(storage), HAS_WITHIN: within === undefined ? 0 : 1 },
      size: { invocations: volumeOf(blocks) },
      traffic: {
        read: bytesOf(storage, region) + bytes + (within ? bytesOf('bit', region) : 0),
        write: bytes,
      },
    });
    const words = new Uint32Array(await run.read(counts));
    run.free(counts);
    return Float64Array.from(words);
  },
  merge: (a, b): Float64Array<ArrayBuffer> => a.map((n, i) => n + b[i]!),
  finish: (counts, { metas: { volume, within } }) => {
    if (within !== undefined && counts[DETAIL_COUNTS] === 0)
      throw invalidArgument(
        'noise',
        'within',
        'a region without a block',
        'one that holds blocks of 2×2×2 voxels from even indices on: a larger one',
      );
    return noiseOfDetails(
      counts.subarray(0, DETAIL_COUNTS),
      detailAxes(volume.size).reduce((sum, n) => sum + n, 0),
      DTYPES[volume.storage as Dtype].integer,
    );
  },
});
