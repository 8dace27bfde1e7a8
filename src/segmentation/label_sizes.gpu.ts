import { bytesOf, implementReduce, layoutOf, wordsOf } from '../implement/index.js';
import { countLabels, COUNTED_CHUNKS } from '../kernels/segmentation/index.js';
import { idTable } from './id_table.gpu.js';
import { labelSizes } from './label_sizes.js';

/** {@link labelSizes} on the GPU: equal neighbours are counted before they are added. */
export const labelSizesOnGpu = implementReduce(labelSizes, {
  partial: async ({ run, inputs: { labels }, region }): Promise<Float64Array> => {
    const sizes = await idTable(run, 'labelSizes', labels, region);
    const chunks = layoutOf('bit', region, labels.meta.size);
    run.dispatch(countLabels, {
      grids: { src: labels },
      buffers: { sizes },
      params: { chunks },
      size: { invocations: Math.ceil(wordsOf(chunks) / COUNTED_CHUNKS) },
      traffic: { read: bytesOf('u32', region) },
    });
    const counts = Float64Array.from(new Uint32Array(await run.read(sizes)));
    run.free(sizes);
    return counts;
  },
  merge: (a, b) => {
    const [long, short] = a.length >= b.length ? [a, b] : [b, a];
    short.forEach((n, i) => (long[i]! += n));
    return long;
  },
  finish: (sizes) => sizes,
});
