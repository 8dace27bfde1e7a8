import { allocGrid, implement } from '../implement/index.js';
import { flatten as kernel, FLATTEN_ROW } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { columnPieces } from './column_pieces.gpu.js';
import { flatten } from './flatten.js';
import { TERMS } from './slice_correction.js';

/** {@link flatten} on the GPU: one pass along columns. */
export const flattenOnGpu = implement(flatten, ({ run, inputs, region, meta }) => {
  const { terms, gains, factor } = inputs.correction;
  const table = new Float32Array(FLATTEN_ROW * region.size[2]);
  for (let slice = 0; slice < region.size[2]; slice += 1) {
    const z = region.origin[2] + slice;
    table.set(terms.subarray(TERMS * z, TERMS * (z + 1)), FLATTEN_ROW * slice);
    table[FLATTEN_ROW * slice + TERMS] = gains[z]!;
  }
  const coefficients = run.alloc(table.byteLength, 'coefficients');
  run.upload(coefficients, table);
  const out = allocGrid(run, meta, region);
  const { volume } = inputs;
  run.dispatch(kernel, {
    grids: { src: volume, dst: out },
    buffers: { coefficients },
    constants: { SRC_DTYPE: codeOf(volume.meta.storage), FACTOR: factor ? 1 : 0 },
    size: { invocations: columnPieces(region.size) },
  });
  run.free(coefficients);
  return out;
});
