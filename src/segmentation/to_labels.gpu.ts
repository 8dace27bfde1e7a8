// Conversion of integers to labels on the GPU.
import { allocGrid, implement } from '../implement/index.js';
import { labelsFromValues } from '../kernels/segmentation/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { rangeOfBox } from '../stats/range.gpu.js';
import { toLabels } from './to_labels.js';

/** Labels per invocation along x, and the workgroup of the kernel. */
const SPAN = 4;
const GROUP = [32, 8] as const;

/** Values as labels on the GPU: their range, then one pass that widens them. */
export const toLabelsOnGpu = implement(toLabels, async ({ run, inputs, region, meta }) => {
  const { volume } = inputs;
  const { storage } = volume.meta;
  const { min, max } = await rangeOfBox(run, volume, undefined, region);
  if (DTYPES[storage as Dtype].min < 0 && min < 0)
    throw invalidArgument(
      'toLabels',
      'volume',
      min,
      'values ≥ 0 as ids; threshold or cast the volume first',
    );
  const out = allocGrid(run, meta, region, { labelBound: max });
  const [nx, ny, nz] = region.size;
  run.dispatch(labelsFromValues, {
    grids: { src: volume, dst: out },
    constants: { SRC_DTYPE: codeOf(storage) },
    size: { workgroups: [Math.ceil(nx / SPAN / GROUP[0]), Math.ceil(ny / GROUP[1]), nz] },
  });
  return out;
});
