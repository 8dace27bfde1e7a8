import {
  arithmeticNode,
  type ArithmeticOperator,
  type ArithmeticOptions,
  type ArithmeticResult,
} from '../../filters/arithmetic.js';
import { cast } from '../../filters/cast.js';
import { clip } from '../../filters/clip.js';
import { greyInvertNode, type InvertRange } from '../../filters/grey_invert.js';
import { rescaleNode, type RescaleParams } from '../../filters/rescale.js';
import type { Dtype } from '../../recipe/dtype.js';
import { optionsOf } from '../../recipe/params.js';
import type { Volume } from '../volume.js';
import { Windows } from './windows.js';

/** What a volume is combined with. */
export type Operand = number | Volume;

/** Options of arithmetic that gives f32 or keeps the dtype. */
export type Arithmetic<R extends ArithmeticResult> = ArithmeticOptions & {
  readonly result?: R | undefined;
};

/** What arithmetic gives. */
export type Calculated<D extends Dtype, R extends ArithmeticResult> = Volume<
  R extends 'same' ? D : 'f32'
>;

/** Arithmetic voxel by voxel. */
export abstract class ArithmeticMethods<D extends Dtype> extends Windows<D> {
  /**
   * This plus another volume or a number; f32. With `result: 'same'`, integers are added exactly, stay in
   * this volume's dtype, and saturate. `swapped: true` puts the operands in the other order.
   * One pass: 5 B/voxel for u8 and a number.
   *
   * @throws VoxmetryError `invalid-argument`: another size, or a number that is not whole for `result: 'same'`.
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
  add<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('add', other, options);
  }

  /**
   * This minus another; as {@link Volume.add}.
   *
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
  subtract<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('subtract', other, options);
  }

  /**
   * This times another; as {@link Volume.add}.
   *
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
  multiply<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('multiply', other, options);
  }

  /**
   * This over another; as {@link Volume.add}. Whole quotients round to nearest, halves to even.
   * Division by zero gives ±∞ or NaN in f32; in integers the ends of the dtype, and 0/0 is 0.
   *
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
  divide<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('divide', other, options);
  }

  /**
   * The smaller of this and another, voxel by voxel; as {@link Volume.add}.
   *
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
  min<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('min', other, options);
  }

  /**
   * The greater of this and another, voxel by voxel; as {@link Volume.add}.
   *
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
  max<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('max', other, options);
  }

  /**
   * |this − another|; as {@link Volume.add}.
   *
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
  absoluteDifference<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('absoluteDifference', other, options);
  }

  /**
   * Values below `lo` become `lo`, above `hi` become `hi`; the dtype stays, NaN too.
   * One pass: 2 × the bytes of a voxel.
   *
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
  clip(bounds: { readonly lo?: number | undefined; readonly hi?: number | undefined }): Volume<D> {
    return this.wrap(this.apply(clip, { volume: this.node }, bounds));
  }

  /**
   * The linear map of a span of values onto another, as f32.
   * One pass: 5 B/voxel for u8; and one for the range or the percentiles.
   *
   * @param options - `from`: the span, or `percentiles` (two of 0 … 100) that give it; default the range of the
   * finite values. `to`: default [0, 1]; a falling span mirrors. `clip`: what lies beyond becomes the ends
   * (default true).
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 20, 30]), size: [3, 1, 1] });
   * console.assert((await scan.rescale().read()).data.join() === '0,0.5,1');
   * console.assert((await scan.rescale({ from: [10, 20], to: [0, 100] }).read()).data.join() === '0,100,100');
   * await lab.dispose();
   * ```
   */
  rescale(options: RescaleParams = {}): Volume<'f32'> {
    return this.context.volume(rescaleNode(this.node, options));
  }

  /**
   * Least + greatest − v: dark and bright swapped, in the same dtype.
   *
   * @param options - `range`: the ends of the 'dtype' (default for integers) or of the 'data' (for f32).
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
  invert(options: { readonly range?: InvertRange | undefined } = {}): Volume<D> {
    return this.wrap(greyInvertNode(this.node, options.range));
  }

  /**
   * Converted to another dtype: values saturate at its ends, floats round half to even, NaN becomes 0
   * in integers.
   *
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
  cast<E extends Dtype>(dtype: E): Volume<E> {
    return this.context.volume(this.apply(cast, { volume: this.node }, { dtype }));
  }

  #calculate<R extends ArithmeticResult>(
    operator: ArithmeticOperator,
    other: Operand,
    options: Arithmetic<R> | undefined,
  ): Calculated<D, R> {
    const operand = typeof other === 'number' ? other : this.other(operator, 'other', other);
    const given = options === undefined ? {} : optionsOf(operator, options);
    return this.context.volume(arithmeticNode(operator, this.node, operand, given));
  }
}
