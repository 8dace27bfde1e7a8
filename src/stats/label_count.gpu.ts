import { implementReduce } from '../implement/index.js';
import { markLabels } from '../kernels/counts/index.js';
import { chunksOf } from './chunks.gpu.js';
import { checkTable, greatestId } from './greatest_id.gpu.js';
import { labelCount } from './label_count.js';

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** {@link labelCount} on the GPU: a bit per id, read back per brick. */
export const labelCountOnGpu = implementReduce(labelCount, {
  partial: async ({ run, inputs, region }): Promise<Uint32Array> => {
    const { labels } = inputs;
    const ids = (await greatestId(run, labels, region)) + 1;
    const { workgroups, grids, task, constants } = chunksOf(labels, undefined, region, 64);
    const size = 4 * Math.ceil(ids / 32);
    checkTable(run, 'labelCount', size, ids);
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
    return words;
  },
  merge: (a, b) => {
    const [long, short] = a.length >= b.length ? [a, b] : [b, a];
    short.forEach((word, i) => (long[i]! |= word));
    return long;
  },
  finish: (words) => words.reduce((sum, word) => sum + ones(word), 0),
});
