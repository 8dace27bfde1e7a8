import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { threshold as kernel } from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import { foreground } from './foreground.js';

/** Foreground of labels on the GPU: the threshold kernel with 1 ≤ id. */
export const foregroundOnGpu = implement(foreground, ({ run, inputs, region, meta }) => {
  const { labels } = inputs;
  const out = allocGrid(run, meta, region);
  run.dispatch(kernel, {
    grids: { src: labels, dst: out },
    params: { lo: 1, hi: 0xffffffff },
    constants: { SRC_DTYPE: codeOf('u32') },
    size: { invocations: wordsOf(out.layout) },
  });
  return out;
});
