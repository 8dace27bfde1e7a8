import { implementReduce, wideLoads } from '../implement/index.js';
import { moments as kernel, momentsNarrow } from '../kernels/stats/index.js';
import { MOMENTS_ROW } from '../kernels/shared/index.js';
import { lanesOf, type Dtype } from '../recipe/dtype.js';
import { keyToValue } from '../recipe/keys.js';
import { chunksOf } from './chunks.gpu.js';
import { referenceExponent } from './fixed_point.js';
import { moments, type Moments } from './moments.js';
import type { Range } from './range.js';

/** Whole-number sums of one brick. `sum` is of keys (integers) or in fixed point (f32). */
interface Sums {
  readonly sum: bigint;
  readonly squares: bigint;
  readonly count: number;
  readonly nonFinite: number;
  readonly lowKey: number;
  readonly highKey: number;
}

/** Chunks that an invocation sums at least, where there are so many: 14 atomics follow. */
const CHUNKS_EACH = 4;

/** Puts digits of 16 bits, not yet carried, together. */
function carry(words: Uint32Array, first: number, digits: number): bigint {
  let total = 0n;
  for (let digit = digits - 1; digit >= 0; digit -= 1)
    total = (total << 16n) + BigInt(words[first + digit]!);
  return total;
}

function sumRows(words: Uint32Array, isFloat: boolean): Sums {
  let sum = 0n;
  let squares = 0n;
  let count = 0;
  let nonFinite = 0;
  let lowKey = 0xffffffff;
  let highKey = 0;
  for (let row = 0; row < words.length; row += MOMENTS_ROW) {
    const raw = carry(words, row, 4);
    // Fixed-point sums are two's complement in 64 bits; sums of keys are not signed.
    sum += isFloat ? BigInt.asIntN(64, raw) : BigInt.asUintN(64, raw);
    squares += carry(words, row + 4, 6);
    count += words[row + 10]!;
    nonFinite += words[row + 11]!;
    lowKey = Math.min(lowKey, ~words[row + 12]! >>> 0);
    highKey = Math.max(highKey, words[row + 13]!);
  }
  return { sum, squares, count, nonFinite, lowKey, highKey };
}

/** The quotient of two whole numbers, to double precision even where neither is a double. */
function quotient(a: bigint, b: bigint): number {
  const magnitude = a < 0n ? -a : a;
  const shift = Math.max(0, 64 - magnitude.toString(2).length + b.toString(2).length);
  const value = Number((magnitude << BigInt(shift)) / b) / 2 ** shift;
  return a < 0n ? -value : value;
}

function finishSums(sums: Sums, dtype: Dtype, range: Range | undefined): Moments {
  const { count, nonFinite } = sums;
  if (count === 0) return { count, sum: 0, mean: NaN, std: NaN, min: NaN, max: NaN, nonFinite };
  const n = BigInt(count);
  const min = keyToValue(sums.lowKey, dtype) + 0;
  const max = keyToValue(sums.highKey, dtype) + 0;
  if (dtype === 'f32') {
    const unit = 2 ** (referenceExponent(range?.min ?? 0, range?.max ?? 0) - 166);
    // Squares are of magnitudes coarser by 2^8 than the sum.
    const variance = quotient(n * (sums.squares << 16n) - sums.sum * sums.sum, n * n);
    return {
      count,
      sum: Number(sums.sum) * unit,
      mean: quotient(sums.sum, n) * unit,
      std: Math.sqrt(Math.max(0, variance)) * unit,
      min,
      max,
      nonFinite,
    };
  }
  const offset = BigInt(keyToValue(0, dtype));
  return {
    count,
    sum: Number(sums.sum + n * offset),
    mean: quotient(sums.sum + n * offset, n),
    std: Math.sqrt(quotient(n * sums.squares - sums.sum * sums.sum, n * n)),
    min,
    max,
    nonFinite,
  };
}

/** {@link moments} on the GPU: one pass and 56 bytes per workgroup read back. */
export const momentsOnGpu = implementReduce(moments, {
  partial: async ({ run, inputs, region }) => {
    const { volume, within, range } = inputs;
    const isFloat = volume.meta.storage === 'f32';
    const { workgroups, grids, task, constants, FLAT, bytes } = chunksOf(
      volume,
      within,
      region,
      64 * CHUNKS_EACH,
    );
    const size = workgroups * MOMENTS_ROW * 4;
    const partials = run.alloc(size, 'moments');
    const shared = {
      size: { workgroups: [workgroups, 1, 1] },
      traffic: { read: bytes, write: size },
    } as const;
    if (lanesOf(volume.meta.storage) > 1) {
      const { quads, WIDE, free } = wideLoads(run, volume);
      run.dispatch(momentsNarrow, {
        ...shared,
        grids,
        buffers: { quads, partials },
        params: { task },
        constants: { ...constants, WIDE, FLAT },
      });
      free();
    } else {
      const finite = range !== undefined && range.count > 0;
      const exponent = isFloat && finite ? referenceExponent(range.min, range.max) : 1;
      run.dispatch(kernel, {
        ...shared,
        grids,
        buffers: { partials },
        params: { task, exponent },
        constants,
      });
    }
    const words = new Uint32Array(await run.read(partials, 0, size));
    run.free(partials);
    return sumRows(words, isFloat);
  },
  merge: (a, b): Sums => ({
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
    count: a.count + b.count,
    nonFinite: a.nonFinite + b.nonFinite,
    lowKey: Math.min(a.lowKey, b.lowKey),
    highKey: Math.max(a.highKey, b.highKey),
  }),
  finish: (sums, { metas, inputs }) =>
    finishSums(sums, metas.volume.storage as Dtype, inputs.range),
});
