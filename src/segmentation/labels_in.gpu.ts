import { implementReduce } from '../implement/index.js';
import { markLabels } from '../kernels/counts/index.js';
import { chunksOf } from '../stats/chunks.gpu.js';
import { checkTable, greatestId } from '../stats/greatest_id.gpu.js';
import { mergeFlags } from './label_flags.js';
import { labelsIn } from './labels_in.js';

/** {@link labelsIn} on the GPU: a bit per id. */
export const labelsInOnGpu = implementReduce(labelsIn, {
  partial: async ({ run, inputs: { labels, mask }, region }): Promise<Uint8Array> => {
    const ids = (await greatestId(run, labels, region)) + 1;
    const { workgroups, grids, task, constants } = chunksOf(labels, mask, region, 64);
    const size = 4 * Math.ceil(ids / 32);
    checkTable(run, 'labelsIn', size, ids);
    const marks = run.alloc(size, 'marks', { zero: true });
    run.dispatch(markLabels, {
      grids,
      buffers: { marks },
      params: { task, ids },
      constants: { HAS_WITHIN: constants.HAS_WITHIN },
      size: { workgroups: [workgroups, 1, 1] },
    });
    const words = new Uint32Array(await run.read(marks, 0, size));
    run.free(marks);
    return Uint8Array.from({ length: ids }, (_, id) => (words[id >>> 5]! >>> (id & 31)) & 1);
  },
  merge: mergeFlags,
  finish: (flags) => flags,
});
