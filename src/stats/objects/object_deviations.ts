// Mean and standard deviation of 32-bit intensities per object.
import { DTYPES, type Dtype } from '../../recipe/dtype.js';
import { invalidArgument } from '../../recipe/errors.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import type { Measures } from '../measure.js';

/**
 * The `measures` of objects with the mean and the standard deviation (of the population) of a u32,
 * i32 or f32 volume in them, whose least and greatest value per object they hold. Deviations are
 * taken from each object's own least value, so that what is elsewhere does not matter: of integers
 * exactly, of f32 in units of 2^−31 of the power of two at the object's greatest magnitude, which
 * is exact where no value is below 1/128 of it. NaN and infinities are left out.
 *
 * Sums are whole numbers in two and three words, the same for every bricking and adapter. One pass
 * over the labels' 4 B/voxel and the volume's; a table of 24 bytes per id and 8 more of what is
 * known.
 */
export const objectDeviations = declareOp({
  name: 'objectDeviations',
  kind: 'reduce',
  inputs: { labels: input('labels'), volume: input('volume'), measures: valueInput<Measures>() },
  params: {},
  exactness: 'exact',
  result: ({ volume }) => {
    if (DTYPES[volume.storage as Dtype].bits < 32)
      throw invalidArgument('objectDeviations', 'volume', volume.storage, 'u32, i32 or f32');
    return yields.table<Measures>();
  },
  notes: () => ({ intensityStd: 'of the population; whole-number sums about the least value' }),
});
