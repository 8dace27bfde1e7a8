// Mean and standard deviation per object on the GPU: whole-number sums about each object's least
// value.
import { implementReduce, layoutOf, type GpuGrid } from '../../implement/index.js';
import { DEVIATIONS_BLOCK, objectDeviations as kernel } from '../../kernels/stats/index.js';
import { codeOf, type Dtype } from '../../recipe/dtype.js';
import { map3, volumeOf } from '../../recipe/geometry.js';
import { keyToValue, valueToKey } from '../../recipe/keys.js';
import { columnValues } from '../../recipe/table_data.js';
import { fixedPointUnit, referenceExponent, toFixedPoint } from '../fixed_point.js';
import type { Measures } from '../measure.js';
import { spreadColumns } from '../measure_table.js';
import { mergeSums, TWO_32, type FieldKind, type IdSums } from './id_sums.js';
import { objectDeviations } from './object_deviations.js';
import { sumsById } from './sums_by_id.gpu.js';

/** Count, sum and sum of squares, in one, two and three words. */
const KINDS: readonly FieldKind[] = ['word', 'low', 'high', 'low', 'high', 'high'];
/** Above this, whole numbers have gaps. */
const EXACT = 2 ** 53;

/** How the values of an object are whole numbers: value = unit · (whole number + zero). */
interface Scale {
  /** The least value as a kernel has it. */
  readonly least: number;
  readonly exponent: number;
  readonly unit: number;
  readonly zero: number;
}

/** The scale of an object whose least and greatest values are known. */
function scaleOf(dtype: Dtype, min: number, max: number): Scale {
  if (dtype !== 'f32')
    return { least: valueToKey(min, dtype), exponent: 0, unit: 1, zero: keyToValue(0, dtype) };
  // The table has short decimals of f32, and the kernel has the values themselves.
  const least = Math.fround(min);
  const exponent = referenceExponent(least, Math.fround(max));
  return {
    least: toFixedPoint(least, exponent),
    exponent,
    unit: fixedPointUnit(exponent),
    zero: 0,
  };
}

/** The scales of all objects that have a finite value, by id. */
function scalesOf(measures: Measures, dtype: Dtype): Map<number, Scale> {
  const ids = columnValues(measures, 'label')!;
  const min = columnValues(measures, 'intensityMin')!;
  const max = columnValues(measures, 'intensityMax')!;
  const scales = new Map<number, Scale>();
  ids.forEach((id, row) => {
    if (!Number.isNaN(min[row]!)) scales.set(id, scaleOf(dtype, min[row]!, max[row]!));
  });
  return scales;
}

/** n² times the variance of whole numbers, from their sum and that of their squares, in words. */
function scatter(n: number, [s0, s1]: readonly number[], [q0, q1, q2]: readonly number[]): number {
  const sum = s1! * TWO_32 + s0!;
  const squares = (q2! * TWO_32 + q1!) * TWO_32 + q0!;
  if (n * squares < EXACT) return n * squares - sum * sum;
  const total = (BigInt(s1!) << 32n) + BigInt(s0!);
  const all = (((BigInt(q2!) << 32n) + BigInt(q1!)) << 32n) + BigInt(q0!);
  return Number(BigInt(n) * all - total * total);
}

/** {@link objectDeviations} on the GPU: one pass; the table is read back per brick. */
export const objectDeviationsOnGpu = implementReduce(objectDeviations, {
  partial: ({ run, inputs: { labels, volume, measures }, region }): Promise<IdSums> => {
    const dtype = volume.meta.storage as Dtype;
    const scales = scalesOf(measures, dtype);
    return sumsById(run, labels, region, {
      op: 'objectDeviations',
      kinds: KINDS,
      occurs: [0],
      dispatch: (box, table, ids, bytes) => {
        const words = new Uint32Array(2 * ids);
        for (const [id, { least, exponent }] of scales)
          if (id < ids) words.set([least, exponent], 2 * id);
        const known = run.alloc(words.byteLength, 'scales');
        run.upload(known, words);
        const wide = [labels, volume].every(({ layout }) => layout.rowWords % 4 === 0);
        const unused = run.alloc(16, 'unused');
        const inQuads = ({ buffer }: GpuGrid) => (wide ? buffer : unused);
        const blocks = volumeOf(map3((i) => Math.ceil(box.size[i] / DEVIATIONS_BLOCK[i])));
        run.dispatch(kernel, {
          grids: { labels, volume },
          buffers: {
            label_quads: inQuads(labels),
            volume_quads: inQuads(volume),
            scales: known,
            table,
          },
          params: { task: layoutOf('bit', box, labels.meta.size), ids },
          constants: { VOLUME_DTYPE: codeOf(dtype), WIDE: wide ? 1 : 0 },
          // One workgroup of 64 invocations per block.
          size: { invocations: 64 * blocks },
          traffic: { read: 8 * volumeOf(box.size) + words.byteLength + bytes, write: bytes },
        });
        run.free(known, unused);
      },
    });
  },
  merge: mergeSums,
  finish: ({ ids, fields }, { metas, inputs: { measures } }): Measures => {
    const dtype = metas.volume.storage as Dtype;
    const labels = columnValues(measures, 'label')!;
    const mean = new Float64Array(measures.rows).fill(NaN);
    const std = new Float64Array(measures.rows).fill(NaN);
    const scales = scalesOf(measures, dtype);
    for (let row = 0, found = 0; found < ids.length; row += 1) {
      if (labels[row] !== ids[found]) continue;
      const word = (field: number): number => fields[field]![found]!;
      const { least, unit, zero } = scales.get(ids[found]!)!;
      const n = word(0);
      mean[row] = unit * (zero + least + (word(2) * TWO_32 + word(1)) / n);
      const spread = scatter(n, [word(1), word(2)], [word(3), word(4), word(5)]);
      std[row] = unit * (Math.sqrt(Math.max(0, spread)) / n);
      found += 1;
    }
    const which = dtype === 'f32' ? 'finite voxels' : 'voxels';
    const at = measures.columns.findIndex(({ name }) => name === 'intensityMin');
    return {
      ...measures,
      columns: measures.columns.toSpliced(at, 0, ...spreadColumns(which, mean, std)),
    };
  },
});
