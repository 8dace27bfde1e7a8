import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { labelEdges as edgesKernel } from '../kernels/segmentation/index.js';
import { alignRegion, growRegion } from '../recipe/geometry.js';
import { labelEdges } from './label_edges.js';

const WHICH = { objects: 0, all: 1, contacts: 2 } as const;

/** {@link labelEdges} on the GPU: a word of the mask per invocation. */
export const labelEdgesOnGpu = implement(
  labelEdges,
  ({ run, inputs: { labels }, params: { which, connectivity }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const halo = alignRegion(growRegion(region, [1, 1, 1], meta.size), meta.size);
    run.dispatch(edgesKernel, {
      grids: { src: labels, dst: out },
      constants: { REACH: { 6: 1, 18: 2, 26: 3 }[connectivity], WHICH: WHICH[which] },
      size: { invocations: wordsOf(out.layout) },
      traffic: { read: bytesOf('u32', halo) },
    });
    return out;
  },
);
