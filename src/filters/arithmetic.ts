// Voxel-wise arithmetic.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, isGridMeta, makeNode, optionalInput, type Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/options.js';
import { flag, integer, nullable, number, oneOf } from '../recipe/params.js';

/** How two volumes, or a volume and a number, are combined. */
export const ARITHMETIC_OPERATORS = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'min',
  'max',
  'absoluteDifference',
] as const;

/** One of {@link ARITHMETIC_OPERATORS}. */
export type ArithmeticOperator = (typeof ARITHMETIC_OPERATORS)[number];

/** The dtype of a result: f32, or that of the first volume. */
export type ArithmeticResult = 'f32' | 'same';

const operatorParam = oneOf(
  ARITHMETIC_OPERATORS,
  undefined,
  'What is calculated of the volume and the other operand.',
);
const swappedParam = flag(false, 'Puts the operands in the other order.');

function checkOneOperand(op: string, given: readonly unknown[]): void {
  if (given.filter((operand) => operand !== undefined && operand !== null).length !== 1)
    throw invalidArgument(
      op,
      'b',
      'given as several or none',
      'one of a volume b, a scalar node, a value',
    );
}

/**
 * A volume `a` and another volume `b`, a number `value` or a `scalar` node, voxel by voxel; the
 * result is f32. Integers are rounded to f32 first (32-bit ones beyond 2²⁴), then the operation is
 * rounded once; 'divide' to 2.5 units in the last place, as WGSL asks. `swapped` puts the operands
 * in the other order.
 *
 * 'absoluteDifference' is |a − b|. NaN in either operand gives NaN, in 'min' and 'max' too.
 * Infinities and division by zero follow IEEE arithmetic on every adapter tried, though WGSL does
 * not promise it.
 *
 * One pass: the bytes of the volumes' voxels in, 4 B/voxel out: 5 B/voxel for u8 with a number.
 */
export const arithmetic = declareOp({
  name: 'arithmetic',
  kind: 'map',
  inputs: { a: input('volume'), b: optionalInput('volume'), scalar: optionalInput('scalar') },
  params: {
    operator: operatorParam,
    value: nullable(number({ infinite: true }, 'The number, where the other operand is one.')),
    swapped: swappedParam,
  },
  exactness: 'float-dependent',
  result: ({ a, b, scalar }, { value }): GridMeta => {
    checkOneOperand('arithmetic', [b, scalar, value]);
    return { ...a, storage: 'f32' };
  },
});

/** Throws where a volume is not of an integer dtype. */
function checkInteger(name: string, { storage }: GridMeta): void {
  if (!DTYPES[storage as Dtype].integer)
    throw invalidArgument(
      'integerArithmetic',
      name,
      `a volume of ${storage}`,
      "volumes of integers; leave out result: 'same' for f32 arithmetic, or cast the volume",
    );
}

/**
 * As {@link arithmetic}, on integers and exact: the result has the dtype of `a`, and what lies
 * beyond its range becomes its least or greatest value. `b` may be of another integer dtype; a
 * number, and the value of a scalar node, must be whole and within ±(2³² − 1). 'divide' rounds to
 * the nearest, halves to the even one; x/0 is the greatest value for x > 0, the least for x < 0,
 * and 0/0 is 0.
 *
 * One pass: the bytes of the volumes' voxels in and those of `a` out: 2 B/voxel for u8 with a
 * number.
 */
export const integerArithmetic = declareOp({
  name: 'integerArithmetic',
  kind: 'map',
  inputs: { a: input('volume'), b: optionalInput('volume'), scalar: optionalInput('scalar') },
  params: {
    operator: operatorParam,
    value: nullable(
      integer(
        { min: -(2 ** 32 - 1), max: 2 ** 32 - 1 },
        'The number, where the other operand is one.',
      ),
    ),
    swapped: swappedParam,
  },
  exactness: 'exact',
  result: ({ a, b, scalar }, { value }): GridMeta => {
    checkOneOperand('integerArithmetic', [b, scalar, value]);
    checkInteger('a', a);
    if (b !== undefined) checkInteger('b', b);
    return a;
  },
  notes: () => ({ overflow: 'saturates', divide: 'to nearest, halves to even' }),
});

/** How two volumes, or a volume and a number, are calculated with. */
export interface ArithmeticOptions {
  /** 'f32' (default), or 'same': the dtype of `a`, integers exactly and saturating. */
  readonly result?: ArithmeticResult | undefined;
  /** Puts the operands in the other order: b − a. Default false. */
  readonly swapped?: boolean | undefined;
}

/**
 * The node of a volume and a number, a volume or a scalar node: {@link arithmetic} or
 * {@link integerArithmetic}.
 */
export function arithmeticNode(
  operator: ArithmeticOperator,
  a: Node,
  operand: Node | number,
  options: ArithmeticOptions = {},
): Node {
  const { result = 'f32', ...more } = optionsOf(operator, options);
  const wanted: unknown = result;
  if (wanted !== 'f32' && wanted !== 'same')
    throw invalidArgument(operator, 'result', wanted, "'f32', 'same'");
  const node = typeof operand === 'object' ? operand : undefined;
  const isGrid = node !== undefined && isGridMeta(node.meta);
  const inputs = { a, b: isGrid ? node : undefined, scalar: isGrid ? undefined : node };
  const params = { operator, value: node === undefined ? operand : null, ...more };
  const whole = isGridMeta(a.meta) && a.meta.storage !== 'f32';
  return result === 'same' && whole
    ? makeNode(integerArithmetic, inputs, params)
    : makeNode(arithmetic, inputs, params);
}
