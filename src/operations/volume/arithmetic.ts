import { arithmeticNode } from '../../filters/arithmetic.js';
import { cast as castOp } from '../../filters/cast.js';
import { clip as clipOp } from '../../filters/clip.js';
import { greyInvertNode } from '../../filters/grey_invert.js';
import { pair } from '../../filters/pair.js';
import { rescale as rescaleOp, rescaleNode } from '../../filters/rescale.js';
import { makeNode } from '../../recipe/op.js';
import { operand, operation } from '../../recipe/operation.js';
import { flag, nullable, oneOf } from '../../recipe/params.js';
import { F32, SAME, SAME_DTYPE } from '../gives.js';

/** What two operands take. */
const calculation = {
  other: operand('The other operand: a number, or a volume of the same grid.'),
  result: oneOf(
    ['f32', 'same'],
    'f32',
    "The dtype of the result: 'same' as the volume's, integers exactly and saturating.",
  ),
  swapped: flag(false, 'Whether the operands change places.'),
};

/**
 * This plus another volume or a number; f32. With `result: 'same'`, integers are added exactly,
 * stay in this volume's dtype, and saturate. `swapped: true` puts the operands in the other order.
 * One pass: 5 B/voxel for u8 and a number.
 *
 * @returns An f32 volume of the same size, in intensity; with `result: 'same'` of this volume's
 * dtype.
 * @throws VoxmetryError `invalid-argument`: another size, or a number that is not whole for
 * `result: 'same'`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([200, 100]), size: [2, 1, 1] });
 * const { data } = await scan.add(100).read();
 * const { data: same } = await scan.add(100, { result: 'same' }).read();
 * console.assert(data.join() === '300,200' && same.join() === '255,200');
 * await lab.dispose();
 * ```
 */
export const add = operation({
  name: 'add',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('add', a, other, options),
});

/**
 * This minus another; as {@link Volume.add}.
 *
 * @returns An f32 volume of the same size, in intensity; with `result: 'same'` of this volume's
 * dtype.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 100, 255]), size: [3, 1, 1] });
 * const { data } = await scan.subtract(255, { swapped: true, result: 'same' }).read();
 * console.assert(data.join() === '255,155,0'); // 255 − v
 * await lab.dispose();
 * ```
 */
export const subtract = operation({
  name: 'subtract',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('subtract', a, other, options),
});

/**
 * This times another; as {@link Volume.add}.
 *
 * @returns An f32 volume of the same size, in the product of both units; with `result: 'same'` of
 * this volume's dtype.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 30]), size: [3, 1, 1] });
 * const mask = await lab.open({ data: new Uint8Array([0, 1, 1]), size: [3, 1, 1] });
 * const { data } = await scan.multiply(mask, { result: 'same' }).read();
 * console.assert(data.join() === '0,20,30');
 * await lab.dispose();
 * ```
 */
export const multiply = operation({
  name: 'multiply',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('multiply', a, other, options),
});

/**
 * This over another; as {@link Volume.add}. Whole quotients round to nearest, halves to even.
 * Division by zero gives ±∞ or NaN in f32; in integers the ends of the dtype, and 0/0 is 0.
 *
 * @returns An f32 volume of the same size, in the quotient of both units; with `result: 'same'` of
 * this volume's dtype.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([32, 64, 7]), size: [3, 1, 1] });
 * const flat = await lab.open({ data: new Uint8Array([64, 64, 2]), size: [3, 1, 1] });
 * console.assert((await scan.divide(flat).read()).data.join() === '0.5,1,3.5');
 * console.assert((await scan.divide(flat, { result: 'same' }).read()).data.join() === '0,1,4');
 * await lab.dispose();
 * ```
 */
export const divide = operation({
  name: 'divide',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('divide', a, other, options),
});

/**
 * The smaller of this and another, voxel by voxel; as {@link Volume.add}.
 *
 * @returns An f32 volume of the same size, in intensity; with `result: 'same'` of this volume's
 * dtype.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 30]), size: [3, 1, 1] });
 * const other = await lab.open({ data: new Uint8Array([30, 20, 10]), size: [3, 1, 1] });
 * const { data } = await scan.min(other).read();
 * console.assert(data.join() === '10,20,10');
 * await lab.dispose();
 * ```
 */
export const min = operation({
  name: 'min',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('min', a, other, options),
});

/**
 * The greater of this and another, voxel by voxel; as {@link Volume.add}.
 *
 * @returns An f32 volume of the same size, in intensity; with `result: 'same'` of this volume's
 * dtype.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 30]), size: [3, 1, 1] });
 * const { data } = await scan.max(15).read();
 * console.assert(data.join() === '15,20,30');
 * await lab.dispose();
 * ```
 */
export const max = operation({
  name: 'max',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('max', a, other, options),
});

/**
 * |this − another|; as {@link Volume.add}.
 *
 * @returns An f32 volume of the same size, in intensity; with `result: 'same'` of this volume's
 * dtype.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 30]), size: [3, 1, 1] });
 * const other = await lab.open({ data: new Uint8Array([30, 20, 10]), size: [3, 1, 1] });
 * const { data } = await scan.absoluteDifference(other).read();
 * console.assert(data.join() === '20,0,20');
 * await lab.dispose();
 * ```
 */
export const absoluteDifference = operation({
  name: 'absoluteDifference',
  of: 'volume',
  options: calculation,
  takes: ['other'],
  gives: F32,
  node: (a, { other, ...options }) => arithmeticNode('absoluteDifference', a, other, options),
});

/**
 * Values below `lo` become `lo`, above `hi` become `hi`; the dtype stays, NaN too.
 * One pass: 2 × the bytes of a voxel.
 *
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 50, 100, 255]), size: [4, 1, 1] });
 * const { data } = await scan.clip({ lo: 20, hi: 200 }).read();
 * console.assert(data.join() === '20,50,100,200');
 * await lab.dispose();
 * ```
 */
export const clip = operation({
  name: 'clip',
  of: 'volume',
  options: clipOp.params,
  gives: SAME,
  node: (volume, options) => makeNode(clipOp, { volume }, options),
});

/**
 * The linear map of a span of values onto another, as f32.
 * One pass: 5 B/voxel for u8; and one for the range or the percentiles.
 *
 * @param options - `from`: the span, or `percentiles` (two of 0 … 100) that give it; default the
 * range of the finite values. `to`: default [0, 1]; a falling span mirrors. `clip`: what lies
 * beyond becomes the ends (default true).
 * @returns An f32 volume of the same size, in the unit of `to`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 30]), size: [3, 1, 1] });
 * console.assert((await scan.rescale().read()).data.join() === '0,0.5,1');
 * console.assert(
 *   (await scan.rescale({ from: [10, 20], to: [0, 100] }).read()).data.join() === '0,100,100',
 * );
 * await lab.dispose();
 * ```
 */
export const rescale = operation({
  name: 'rescale',
  of: 'volume',
  options: {
    ...rescaleOp.params,
    percentiles: nullable(
      pair(
        { rising: true, min: 0, max: 100, unit: 'percent' },
        'Percentiles of the data that become the ends, in place of `from`.',
      ),
    ),
  },
  gives: F32,
  node: (volume, options) => rescaleNode(volume, options),
});

/**
 * Least + greatest − v: dark and bright swapped, in the same dtype.
 *
 * @param options - `range`: the ends of the 'dtype' (default for integers) or of the 'data' (for
 * f32).
 * @returns A volume of the same dtype and size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 20, 40]), size: [3, 1, 1] });
 * console.assert((await scan.invert().read()).data.join() === '245,235,215');
 * console.assert((await scan.invert({ range: 'data' }).read()).data.join() === '40,30,10');
 * await lab.dispose();
 * ```
 */
export const invert = operation({
  name: 'invert',
  of: 'volume',
  options: {
    range: nullable(
      oneOf(
        ['dtype', 'data'],
        undefined,
        "Ends that change places: those of the dtype, or of the data; of integers 'dtype', of f32 'data' if left out.",
      ),
    ),
  },
  gives: SAME,
  node: (volume, { range }) => greyInvertNode(volume, range),
});

/**
 * Converted to another dtype: values saturate at its ends, floats round half to even, NaN becomes 0
 * in integers.
 *
 * @returns A volume of the named dtype and the same size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Float32Array([-1, 0.5, 1.5, 300]), size: [4, 1, 1] });
 * const { data } = await scan.cast('u8').read();
 * console.assert(data.join() === '0,0,2,255');
 * await lab.dispose();
 * ```
 */
export const cast = operation({
  name: 'cast',
  of: 'volume',
  options: castOp.params,
  takes: ['dtype'],
  gives: SAME_DTYPE,
  node: (volume, { dtype }) => makeNode(castOp, { volume }, { dtype }),
});
