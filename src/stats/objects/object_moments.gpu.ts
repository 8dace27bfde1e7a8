import { implementReduce, layoutOf } from '../../implement/index.js';
import { objectMoments as objectMomentsKernel, MOMENTS_BLOCK } from '../../kernels/stats/index.js';
import { map3, volumeOf } from '../../recipe/geometry.js';
import { mergeSums, type FieldKind } from './id_sums.js';
import { momentsTable } from './moments_table.js';
import { objectMoments } from './object_moments.js';
import { sumsById } from './sums_by_id.gpu.js';

const KINDS: readonly FieldKind[] = [
  'word',
  ...Array.from({ length: 9 }, () => ['low', 'high'] as const).flat(),
];

/** {@link objectMoments} on the GPU: one pass; the table is read back per brick. */
export const objectMomentsOnGpu = implementReduce(objectMoments, {
  partial: ({ run, inputs: { labels }, region }) =>
    sumsById(run, labels, region, {
      op: 'objectMoments',
      kinds: KINDS,
      occurs: [0],
      dispatch: (box, table, ids) => {
        const blocks = volumeOf(map3((i) => Math.ceil(box.size[i] / MOMENTS_BLOCK[i])));
        run.dispatch(objectMomentsKernel, {
          grids: { labels },
          buffers: { table },
          params: { task: layoutOf('bit', box, labels.meta.size), ids },
          // One workgroup of 64 invocations per block.
          size: { invocations: 64 * blocks },
        });
      },
    }),
  merge: mergeSums,
  finish: (sums, { metas }) => momentsTable(sums, metas.labels.spacing, metas.labels.unit),
});
