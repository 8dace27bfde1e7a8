import { allocGrid, implement, implementOnHost, wordsOf } from '../implement/index.js';
import { classify as kernel } from '../kernels/segmentation/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { floatBelow } from '../stats/histogram_bins.js';
import { keyBand } from '../recipe/keys.js';
import { classify, multiOtsuThresholds } from './multi_otsu.js';
import { MOST_CLASSES } from './otsu_keys.js';
import { multiOtsuBins } from './multi_otsu_bins.js';

/** {@link multiOtsuThresholds}, on the host. */
export const multiOtsuThresholdsOnHost = implementOnHost(
  multiOtsuThresholds,
  ({ inputs, params: { classes } }) => {
    const { counts, start, edges } = inputs.histogram;
    const bins = multiOtsuBins(counts, classes);
    if (bins === undefined)
      throw invalidArgument(
        'multiOtsu',
        'classes',
        classes,
        `at most as many classes as the volume has different values, ${String(counts.filter((n) => n > 0).length)}`,
      );
    return Float64Array.from(bins, (bin) =>
      edges === null ? start + bin : floatBelow(edges[bin + 1]!),
    );
  },
);

/** {@link classify} on the GPU: a word of four codes per invocation. */
export const classifyOnGpu = implement(
  classify,
  ({ run, inputs: { volume, thresholds }, region, meta }) => {
    const { storage } = volume.meta;
    const out = allocGrid(run, meta, region);
    // Keys from which on a value is above each threshold; there is no key above the last.
    const keys = new Uint32Array(MOST_CLASSES - 1).fill(0xffffffff);
    thresholds.forEach((t, i) => {
      const { first, last } = keyBand(t, Infinity, storage as Dtype, true);
      if (first <= last) keys[i] = first;
    });
    run.dispatch(kernel, {
      grids: { src: volume, dst: out },
      params: { first: keys[0]!, second: keys[1]!, third: keys[2]!, fourth: keys[3]! },
      constants: { SRC_DTYPE: codeOf(storage) },
      size: { invocations: wordsOf(out.layout) },
    });
    return out;
  },
);
