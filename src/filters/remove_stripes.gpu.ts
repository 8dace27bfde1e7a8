import { allocGrid, implement } from '../implement/index.js';
import { subtractStripes } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { columnPieces } from './column_pieces.gpu.js';
import { removeStripes } from './remove_stripes.js';

/** {@link removeStripes} on the GPU: one pass along columns. */
export const removeStripesOnGpu = implement(
  removeStripes,
  ({ run, inputs, params, region, meta }) => {
    const { volume } = inputs;
    const { lines, blocks, values } = inputs.profile;
    const along = params.along === 'x' ? 0 : 1;
    const across = along === 0 ? 1 : 0;
    const [from, count] = [region.origin[across], region.size[across]];
    const table = new Float32Array(region.size[2] * blocks * count);
    for (let row = 0; row < region.size[2] * blocks; row += 1) {
      const start = (region.origin[2] * blocks + row) * lines + from;
      table.set(values.subarray(start, start + count), row * count);
    }
    const profile = run.alloc(table.byteLength, 'profile');
    run.upload(profile, table);
    const out = allocGrid(run, meta, region);
    run.dispatch(subtractStripes, {
      grids: { src: volume, dst: out },
      buffers: { profile },
      params: { blocks },
      constants: {
        SRC_DTYPE: codeOf(volume.meta.storage),
        ALONG: along,
        CONSTANT: along === 1 && blocks === 1 ? 1 : 0,
      },
      size: { invocations: columnPieces(region.size) },
    });
    run.free(profile);
    return out;
  },
);
