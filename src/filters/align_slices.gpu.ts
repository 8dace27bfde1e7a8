// Slice alignment (rigid registration by translation) on the GPU: interpolation at an offset per
// slice.
import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { shiftSlices, SHIFT_ROW } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { columnValues } from '../recipe/table_data.js';
import { alignSlices } from './align_slices.js';
import type { Border } from './border.js';
import { columnPieces } from './column_pieces.gpu.js';
import { wholeSlicesOf } from './owned_blocks.js';
import { cubicWeights } from './resample_taps.js';

/** First offset and weights of the voxels that a shift samples. */
function tapsOf(
  shift: number,
  method: 'linear' | 'cubic',
): { first: number; weights: readonly number[] } {
  const below = Math.floor(shift);
  const t = shift - below;
  return method === 'linear'
    ? { first: below, weights: [1 - t, t] }
    : { first: below - 1, weights: cubicWeights(t) };
}

/**
 * An offset that reads the same, within a few voxels of the volume: a mirrored axis has the period
 * 2n, and by the other rules what is farther away is what is beyond.
 */
function nearOffset(first: number, n: number, border: Border): number {
  if (border === 'reflect') return first - 2 * n * Math.floor((first + n) / (2 * n));
  return Math.max(-n - 4, Math.min(first, n));
}

/** {@link alignSlices} on the GPU: one pass along columns. */
export const alignSlicesOnGpu = implement(alignSlices, ({ run, inputs, params, region, meta }) => {
  const { volume, drift: table } = inputs;
  const { spacing, storage, size } = volume.meta;
  const { method, border, value } = params;
  const tapTable = new Int32Array(SHIFT_ROW * region.size[2]);
  const weightBits = new Float32Array(tapTable.buffer);
  (['x', 'y'] as const).forEach((name, axis) => {
    const shifts = columnValues(table, name)!;
    for (let slice = 0; slice < region.size[2]; slice += 1) {
      const shift = shifts[region.origin[2] + slice]! / spacing[axis]!;
      const { first, weights } = tapsOf(shift, method);
      tapTable[SHIFT_ROW * slice + axis] = nearOffset(first, size[axis]!, border);
      weights.forEach((weight, i) => {
        // −0 is a weight of 0 like any other.
        weightBits[SHIFT_ROW * slice + 2 + 4 * axis + i] = weight + 0;
      });
    }
  });
  const taps = run.alloc(tapTable.byteLength, 'taps');
  run.upload(taps, tapTable);
  const out = allocGrid(run, meta, region);
  run.dispatch(shiftSlices, {
    grids: { src: volume, dst: out },
    buffers: { taps },
    params: { fill: value },
    constants: {
      SRC_DTYPE: codeOf(storage),
      BORDER: BORDER_CODE[border],
      TAPS: method === 'linear' ? 2 : 4,
    },
    size: { invocations: columnPieces(region.size) },
    traffic: { read: bytesOf(storage, wholeSlicesOf(region, size)) + tapTable.byteLength },
  });
  run.free(taps);
  return out;
});
