// A wound sheet that is stated, not measured.
import { yields } from '../recipe/meta.js';
import { declareOp, makeNode, type ValueNode } from '../recipe/op.js';
import { param, type Param } from '../recipe/params.js';
import type { WindingsData } from './windings_data.js';

/** {@link WindingsData} as a recipe holds it: a type, since interfaces are no records. */
type PlainWindings = Readonly<
  Omit<WindingsData, 'axis' | 'handed' | 'middle' | 'thickness'> &
    Record<'middle' | 'thickness', readonly number[]> & {
      handed: number;
      axis: Readonly<Record<'x' | 'y', readonly number[]>>;
    }
>;

/** Whether something is a list of numbers. */
export const isNumbers = (given: unknown): given is ArrayLike<number> =>
  (Array.isArray(given) || given instanceof Float32Array || given instanceof Float64Array) &&
  Array.from(given as ArrayLike<unknown>).every((each) => typeof each === 'number');

/** The table of windings as plain numbers; undefined where something is missing or none. */
function plainOf(given: unknown): PlainWindings | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { unit, axis, handed, angles, firstColumn, columns, rows, firstZ, stepZ } =
    given as Partial<WindingsData>;
  const { middle, thickness } = given as Partial<WindingsData>;
  if (typeof unit !== 'string' || (handed !== 1 && handed !== -1)) return undefined;
  const whole = [angles, firstColumn, columns, rows];
  const finite = [...whole, firstZ, stepZ];
  if (!finite.every((each) => Number.isFinite(each)) || !whole.every(Number.isInteger))
    return undefined;
  if (!isNumbers(axis?.x) || !isNumbers(axis.y) || !isNumbers(middle) || !isNumbers(thickness))
    return undefined;
  const [x, y] = [Array.from(axis.x), Array.from(axis.y)];
  if (![...x, ...y].every(Number.isFinite)) return undefined;
  return {
    unit,
    axis: { x, y },
    handed,
    angles: angles!,
    firstColumn: firstColumn!,
    columns: columns!,
    rows: rows!,
    firstZ: firstZ!,
    stepZ: stepZ!,
    middle: Array.from(middle),
    thickness: Array.from(thickness),
  };
}

/** The schema of a list of numbers, of which NaN is a string. */
export const numbersSchema = {
  type: 'array',
  items: { anyOf: [{ type: 'number' }, { type: 'string' }] },
} as const;

const windingsParam: Param<PlainWindings, WindingsData, false> = param({
  type: 'record',
  doc: 'The table of windings.',
  default: undefined,
  allowed: 'a table of windings: all fields of WindingsData, its numbers finite but for NaN cells',
  schema: {
    type: 'object',
    properties: { middle: numbersSchema, thickness: numbersSchema },
    required: ['unit', 'axis', 'handed', 'angles', 'firstColumn', 'columns', 'rows'],
  },
  accept: plainOf,
});

/**
 * A table of windings that is known from elsewhere, as {@link WindingsData}: of a model, another
 * program, or another scan of the cell. The recipe holds its numbers. On the host.
 */
export const statedWindings = declareOp({
  name: 'statedWindings',
  kind: 'host',
  inputs: {},
  params: { windings: windingsParam },
  exactness: 'exact',
  result: () => yields.plain<WindingsData>(),
});

/** The node of a table of windings that is stated. */
export function statedWindingsNode(windings: WindingsData): ValueNode<WindingsData> {
  return makeNode(statedWindings, {}, { windings });
}
