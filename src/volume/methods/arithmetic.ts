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
   */
  add<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('add', other, options);
  }

  /** This minus another; as {@link Volume.add}. */
  subtract<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('subtract', other, options);
  }

  /** This times another; as {@link Volume.add}. */
  multiply<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('multiply', other, options);
  }

  /** This over another; as {@link Volume.add}. Whole quotients round to nearest, halves to even. */
  divide<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('divide', other, options);
  }

  /** The smaller of this and another, voxel by voxel; as {@link Volume.add}. */
  min<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('min', other, options);
  }

  /** The greater of this and another, voxel by voxel; as {@link Volume.add}. */
  max<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('max', other, options);
  }

  /** |this − another|; as {@link Volume.add}. */
  absoluteDifference<R extends ArithmeticResult = 'f32'>(
    other: Operand,
    options?: Arithmetic<R>,
  ): Calculated<D, R> {
    return this.#calculate('absoluteDifference', other, options);
  }

  /** Values below `lo` become `lo`, above `hi` become `hi`; the dtype stays, NaN too. */
  clip(bounds: { readonly lo?: number | undefined; readonly hi?: number | undefined }): Volume<D> {
    return this.wrap(this.apply(clip, { volume: this.node }, bounds));
  }

  /**
   * The linear map of a span of values onto another, as f32.
   *
   * @param options - `from`: the span, or `percentiles` (two of 0 … 100) that give it; default the range of the
   * finite values. `to`: default [0, 1]; a falling span mirrors. `clip`: what lies beyond becomes the ends
   * (default true).
   */
  rescale(options: RescaleParams = {}): Volume<'f32'> {
    return this.context.volume(rescaleNode(this.node, options));
  }

  /**
   * Least + greatest − v: dark and bright swapped, in the same dtype.
   *
   * @param options - `range`: the ends of the 'dtype' (default for integers) or of the 'data' (for f32).
   */
  invert(options: { readonly range?: InvertRange | undefined } = {}): Volume<D> {
    return this.wrap(greyInvertNode(this.node, options.range));
  }

  /**
   * Converted to another dtype: values saturate at its ends, floats round half to even, NaN becomes 0
   * in integers.
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
