import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, valueInput } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import type { TableData } from '../recipe/table_data.js';
import { borderParams } from './border.js';
import { wholeSlicesOf } from './owned_blocks.js';

/**
 * A stack whose slices across z are each moved back by their {@link drift}: voxel (x, y) of a slice
 * is sampled at (x + dx, y + dy). `method`: 'cubic' (default; Keys' convolution, as `resample`) or
 * 'linear', which blurs slices that are moved by half voxels. Outside the slice, `border` reads
 * 'reflect' (default), 'nearest' or 'constant' with `value`. f32. A slice that is moved by whole
 * voxels keeps its values exactly, others are right to 3·10⁻⁶ of the greatest |value|; NaN and ±∞
 * spread to the samples that weigh them other than 0.
 *
 * A region needs its slices whole, since it isn't known beforehand how far they are moved. One
 * pass: the bytes of a voxel in, 4 B/voxel out, and 40 bytes per slice.
 */
export const alignSlices = declareOp({
  name: 'alignSlices',
  kind: 'map',
  inputs: { volume: input('volume'), drift: valueInput<TableData>() },
  params: {
    method: oneOf(
      ['linear', 'cubic'],
      'cubic',
      'How values between voxels are made: of two or of four voxels along each axis.',
    ),
    ...borderParams,
  },
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
  needs: (region, { volume }) => ({ volume: wholeSlicesOf(region, volume.size) }),
  notes: ({ method, border, value }) => ({
    shift: method,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});
