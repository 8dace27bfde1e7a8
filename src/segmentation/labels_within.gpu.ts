import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { labelsWithin as withinKernel } from '../kernels/segmentation/index.js';
import { labelsWithin } from './labels_within.js';

/** {@link labelsWithin} on the GPU. */
export const labelsWithinOnGpu = implement(
  labelsWithin,
  ({ run, inputs: { labels, mask }, region, meta }) => {
    const out = allocGrid(run, meta, region, { labelBound: labels.labelBound });
    const bytes = bytesOf('u32', region);
    run.dispatch(withinKernel, {
      buffers: { src: labels.buffer, mask: mask.buffer, dst: out.buffer },
      params: { src: labels.layout, mask: mask.layout, dst: out.layout },
      constants: {},
      size: { invocations: wordsOf(out.layout) },
      traffic: { read: bytes + bytesOf('bit', region), write: bytes },
    });
    return out;
  },
);
