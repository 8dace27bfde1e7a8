// Percentiles per object by radix selection, four bits a pass.
import { implementOnHost, implementReduce, layoutOf, wordsOf } from '../../implement/index.js';
import { objectDigits as objectDigitsKernel, DIGITS } from '../../kernels/stats/index.js';
import { codeOf, DTYPES, type Dtype } from '../../recipe/dtype.js';
import { keyToValue } from '../../recipe/keys.js';
import { shortestFloat } from '../../recipe/shortest_float.js';
import { ColumnBuilder } from './column_builder.js';
import { mergeSums, unpackSums, type IdSums } from './id_sums.js';
import { checkTable, greatestId } from '../greatest_id.gpu.js';
import { REACHED } from '../weighted_percentile.js';
import {
  DIGIT_BITS,
  objectDigit,
  PERCENTILE_DTYPES,
  percentileTable,
  type KnownDigits,
} from './object_percentile.js';

/** The digit in which a rank falls, and its rank among the values with that digit. */
export function nextDigit(
  counts: readonly number[],
  rank: number,
): { readonly digit: number; readonly rank: number } {
  let left = rank;
  for (let digit = 0; digit < counts.length; digit += 1) {
    if (left <= counts[digit]!) return { digit, rank: left };
    left -= counts[digit]!;
  }
  return { digit: 0, rank: 0 };
}

/** {@link objectDigit} on the GPU: one pass; the table is read back per brick. */
export const objectDigitOnGpu = implementReduce(objectDigit, {
  partial: async ({ run, inputs, params: { digit }, region }): Promise<IdSums> => {
    const { labels, volume, known } = inputs;
    const dtype = volume.meta.storage as Dtype;
    const ids = (await greatestId(run, labels, region)) + 1;
    const bytes = 4 * DIGITS * ids;
    checkTable(run, 'objectDigit', bytes, ids);
    const table = new Uint32Array(known === undefined ? 1 : ids);
    known?.ids.forEach((id, row) => {
      if (id < ids) table[id] = known.prefix[row]!;
    });
    const prefixes = run.alloc(table.byteLength, 'digits so far');
    run.upload(prefixes, table);
    const counts = run.alloc(bytes, `digits of ${String(ids)} ids`, { zero: true });
    const task = layoutOf('bit', region, labels.meta.size);
    run.dispatch(objectDigitsKernel, {
      grids: { labels, volume },
      buffers: { prefixes, counts },
      params: {
        task,
        ids,
        shift: DTYPES[dtype].bits - DIGIT_BITS * (digit + 1),
        known: known === undefined ? 0 : DIGIT_BITS * digit,
      },
      constants: { VOLUME_DTYPE: codeOf(dtype) },
      size: { invocations: wordsOf(task) },
    });
    const words = new Uint32Array(await run.read(counts, 0, bytes));
    run.free(prefixes, counts);
    // The kernel keeps the digits of an id together.
    const byDigit = new Uint32Array(words.length);
    for (let id = 0; id < ids; id += 1)
      for (let d = 0; d < DIGITS; d += 1) byDigit[d * ids + id] = words[id * DIGITS + d]!;
    const fields = Array.from({ length: DIGITS }, (_, d) => d);
    return unpackSums(
      byDigit,
      ids,
      fields.map(() => 'word'),
      fields,
    );
  },
  merge: mergeSums,
  finish: ({ ids, fields }, { inputs, params: { p } }): KnownDigits => {
    const { known } = inputs;
    const prefix = new Uint32Array(ids.length);
    const rank = new Float64Array(ids.length);
    // Rows of both are by rising id, and of the same objects: those with a finite value.
    for (let row = 0; row < ids.length; row += 1) {
      const counts = fields.map((field) => field[row]!);
      const total = counts.reduce((sum, n) => sum + n, 0);
      const wanted =
        known === undefined ? Math.max(1, Math.ceil(p * total * REACHED)) : known.rank[row]!;
      const next = nextDigit(counts, wanted);
      prefix[row] = (((known?.prefix[row] ?? 0) << DIGIT_BITS) | next.digit) >>> 0;
      rank[row] = next.rank;
    }
    return { ids, prefix, rank };
  },
});

/** {@link percentileTable}, on the host. */
export const percentileTableOnHost = implementOnHost(
  percentileTable,
  ({ inputs, params: { p, dtype } }) => {
    const { ids, prefix } = inputs.known;
    const columns = new ColumnBuilder(ids);
    const type = PERCENTILE_DTYPES[dtype]!;
    columns.computed(
      'percentile',
      '',
      `${String(100 * p)} % percentile of the ${type === 'f32' ? 'finite voxels' : 'voxels'}' intensities (inverted_cdf)`,
      (row) => {
        const value = keyToValue(prefix[row]!, type) + 0;
        return type === 'f32' ? shortestFloat(value) : value;
      },
    );
    return columns.table();
  },
);
