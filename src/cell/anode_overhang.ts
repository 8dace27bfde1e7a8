// How far the anode stands out beyond the cathode, as a value.
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { number } from '../recipe/params.js';
import type { Overhang } from './overhang.js';
import type { WindingsData } from './windings_data.js';

/**
 * How far the anode stands out beyond the cathode at both ends of z, for each column of the
 * cathode, as {@link Overhang}: the less of what the two turns of the anode that face it stand out.
 * NaN where an end was not seen or lies at the edge of a table, which may cut it off. An end lies
 * midway between the last row in which a column is seen and the next, so that an overhang is right
 * to one row. On the host.
 */
export const anodeOverhang = declareOp({
  name: 'anodeOverhang',
  kind: 'host',
  inputs: { anode: valueInput<WindingsData>(), cathode: valueInput<WindingsData>() },
  params: {
    tolerance: number({ default: 0, unit: 'length' }, 'Overhangs below it are counted.'),
    smooth: number({ default: 0, min: 0, unit: 'length' }, 'By how much radii are smoothed.'),
  },
  exactness: 'float-dependent',
  result: () => yields.result<Overhang & { readonly unit: string }>(),
  notes: () => ({
    overhang: 'the less of the two turns of the anode that face a column of the cathode',
    intervals:
      'bootstrap of 24 blocks along the sheet, 999 draws, percentiles of 95 %; rounding of both ends',
  }),
});
