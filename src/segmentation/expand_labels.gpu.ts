// Expansion of labels (nearest label within a distance) on the GPU: separable passes along x, y, z.
import type { BoundGrid } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
} from '../implement/index.js';
import { expandLabels as expandKernel } from '../kernels/segmentation/index.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { expandLabels, expansion } from './expand_labels.js';

/** Bytes of pairs held at once; slabs keep to it. */
const PAIR_BYTES = 2 ** 26;

/** Slices of a slab. */
function depthOf({ size: [x, y] }: Region, reach: Vec3): number {
  const perSlice = 8 * x * (y + 2 * reach[1]);
  return Math.max(8, Math.floor(PAIR_BYTES / perSlice) - 2 * reach[2]);
}

/** {@link expandLabels} on the GPU: the nearest along x, then y, then z, slab by slab. */
export const expandLabelsOnGpu = implement(
  expandLabels,
  async ({ run, inputs: { labels }, params: { distance }, region, meta }) => {
    const { weights, farthest, reach } = expansion(distance, meta);
    const out = allocGrid(run, meta, region, { labelBound: labels.labelBound });
    const depth = depthOf(region, reach);

    const pass = (axis: 0 | 1 | 2, src: BoundGrid, dst: BoundGrid, box: Region): void => {
      const words = bytesOf('u32', box);
      const halo = growRegion(
        box,
        [0, 1, 2].map((i) => (i === axis ? reach[axis] : 0)) as [number, number, number],
        meta.size,
      );
      run.dispatch(expandKernel, {
        grids: { src, dst },
        params: { weight: weights[axis], reach: reach[axis], farthest },
        constants: { AXIS: axis, LAST: axis === 2 ? 1 : 0 },
        size: { invocations: wordsOf(dst.layout) },
        traffic: {
          read: (axis === 0 ? 1 : 2) * bytesOf('u32', halo),
          write: (axis === 2 ? 1 : 2) * words,
        },
      });
    };
    const pairs = (box: Region, label: string): BoundGrid => {
      const layout = layoutOf('u32', box, meta.size);
      return { buffer: run.alloc(8 * wordsOf(layout), label), layout };
    };
    for (let z = 0; z < region.size[2]; z += depth) {
      const slab: Region = {
        origin: [region.origin[0], region.origin[1], region.origin[2] + z],
        size: [region.size[0], region.size[1], Math.min(depth, region.size[2] - z)],
      };
      const boxX = growRegion(slab, [0, reach[1], reach[2]], meta.size);
      const boxY = growRegion(slab, [0, 0, reach[2]], meta.size);
      const alongX = pairs(boxX, 'nearest along x');
      pass(0, labels, alongX, boxX);
      const alongY = pairs(boxY, 'nearest along x and y');
      pass(1, alongX, alongY, boxY);
      run.free(alongX.buffer);
      const whole = slab.size[2] === region.size[2];
      const target = whole ? out : allocGrid(run, meta, slab);
      pass(2, alongY, target, slab);
      run.free(alongY.buffer);
      if (!whole) {
        const bytes = 4 * wordsOf(target.layout);
        run.copy(target.buffer, 0, out.buffer, 4 * out.layout.sliceWords * z, bytes);
        run.free(target.buffer);
      }
      await run.pace();
    }
    return out;
  },
  {
    // Pairs along x and y, and the labels of a slab that is not the whole.
    temporaries: (region, { params: { distance }, metas: { labels } }) => {
      const { reach } = expansion(distance, labels);
      const [x, y, z] = region.size;
      const depth = Math.min(z, depthOf(region, reach));
      const rows = Math.min(labels.size[1], y + 2 * reach[1]);
      const slices = Math.min(labels.size[2], depth + 2 * reach[2]);
      const own = depth < z ? 4 * x * y * depth : 4;
      return bufferBytes([8 * x * rows * slices, 8 * x * y * slices, own]);
    },
  },
);
