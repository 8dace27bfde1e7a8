import { implementReduce } from '../implement/index.js';
import { greatestId } from '../stats/greatest_id.gpu.js';
import { mergeFlags } from './label_flags.js';
import { labelsIn } from './labels_in.js';
import { markedIds } from './marked_ids.gpu.js';

/** {@link labelsIn} on the GPU: a bit per id. */
export const labelsInOnGpu = implementReduce(labelsIn, {
  partial: async ({ run, inputs, region }): Promise<Uint8Array> => {
    const ids = (await greatestId(run, inputs.labels, region)) + 1;
    const words = await markedIds(run, 'labelsIn', inputs, region, ids);
    return Uint8Array.from({ length: ids }, (_, id) => (words[id >>> 5]! >>> (id & 31)) & 1);
  },
  merge: mergeFlags,
  finish: (flags) => flags,
});
