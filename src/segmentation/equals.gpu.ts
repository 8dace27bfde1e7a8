import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { equals as kernel } from '../kernels/segmentation/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { recordBand } from './band.gpu.js';
import { equals } from './equals.js';
import { keyBands } from './key_bands.js';

/** Equality with a list of values on the GPU: one pass, one invocation per mask word. */
export const equalsOnGpu = implement(equals, ({ run, inputs, params, region, meta }) => {
  const { grid } = inputs;
  const { storage } = grid.meta;
  const out = allocGrid(run, meta, region);
  const list = keyBands(params.values, storage as Dtype);
  const [first, last] = list;
  if (list.length === 2 && first !== undefined && last !== undefined) {
    recordBand(run, grid, out, first, last);
    return out;
  }
  const bands = run.alloc(list.byteLength, 'values');
  run.upload(bands, list);
  run.dispatch(kernel, {
    grids: { src: grid, dst: out },
    buffers: { bands },
    params: { bands: list.length / 2 },
    constants: { SRC_DTYPE: codeOf(storage) },
    size: { invocations: wordsOf(out.layout) },
  });
  run.free(bands);
  return out;
});
