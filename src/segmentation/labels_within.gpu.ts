import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { labelsWithin as withinKernel } from '../kernels/segmentation/index.js';
import { labelsWithin } from './labels_within.js';

/** {@link labelsWithin} on the GPU. */
export const labelsWithinOnGpu = implement(
  labelsWithin,
  ({ run, inputs: { labels, mask }, region, meta }) => {
    const out = allocGrid(run, meta, region, { labelBound: labels.labelBound });
    run.dispatch(withinKernel, {
      grids: { src: labels, mask, dst: out },
      size: { invocations: wordsOf(out.layout) },
    });
    return out;
  },
);
