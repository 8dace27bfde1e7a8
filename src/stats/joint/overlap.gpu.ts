import { implementReduce } from '../../implement/index.js';
import { blocksOf } from './blocks.js';
import { countPairs, pairBytes } from './joint_counts.gpu.js';
import { codesOf, overlap, overlapOf } from './overlap.js';

/** The keys of codes, which are their own, as bins; the last is also the greatest. */
function keysOf(codes: readonly number[]): Uint32Array {
  return Uint32Array.from([...codes, codes.at(-1)!]);
}

/** {@link overlap} on the GPU; counts of all blocks are read back per brick. */
export const overlapOnGpu = implementReduce(overlap, {
  temporaries: (_, { params, metas: { a, b } }) =>
    pairBytes([codesOf(a).codes.length, codesOf(b).codes.length], blocksOf(a.size, params.block)),
  partial: ({ run, inputs: { a, b, within }, params, region }) =>
    countPairs(
      {
        run,
        grids: [a, b],
        within,
        keys: [keysOf(codesOf(a.meta).codes), keysOf(codesOf(b.meta).codes)],
        region,
      },
      blocksOf(a.meta.size, params.block),
    ),
  merge: (x, y) => x.map((n, i) => n + y[i]!),
  finish: (found, { metas, params }) =>
    overlapOf(found.slice(0, -1), metas, blocksOf(metas.a.size, params.block)),
});
