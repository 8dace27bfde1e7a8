import * as fc from 'fast-check';
import { OPS } from '../../src/operations/ops.js';

/** Values that are wrong nearly everywhere, and some that are odd but right. */
const ODD: readonly unknown[] = [
  undefined,
  null,
  NaN,
  Infinity,
  -Infinity,
  -0,
  -1,
  0.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  5e-324,
  10n,
  '',
  'x',
  '__proto__',
  'constructor',
  '∅',
  true,
  false,
  Symbol('s'),
  () => 1,
  [],
  [[]],
  {},
  Object.create(null),
  new Date(0),
  new Map(),
  new Uint8Array(3),
  new Float32Array([NaN, 1, 2]),
  new ArrayBuffer(4),
  new Error('thrown by nobody'),
  Promise.resolve(1),
  new Proxy({}, {}),
];

/** Words that some parameter takes. */
const WORDS = [
  'x',
  'y',
  'z',
  'reflect',
  'nearest',
  'constant',
  'open',
  'background',
  'physical',
  'index',
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'f32',
  'mean',
  'mode',
  'weighted',
  'exclude',
  'include',
  'equivalentDiameter',
  'same',
  'dtype',
  'data',
  'linear',
  'add',
  'divide',
  'max',
  'mm',
  'µm',
  'lost',
  'memory',
  'scan',
  'label',
  'voxels',
  'a',
];

/** Names that options have: parameters of all ops, and those of the handles' own. */
const NAMES = [
  ...new Set([
    ...[...OPS.values()].flatMap((op) => [...Object.keys(op.params), ...Object.keys(op.inputs)]),
    'within',
    'intensity',
    'region',
    'origin',
    'axis',
    'index',
    'name',
    'dtype',
    'spacing',
    'unit',
    'signal',
    'onProgress',
    'transfer',
    'headerBytes',
    'bigEndian',
    'data',
    'result',
    'bins',
    'diameter',
    'voxels',
  ]),
];

/** What may stand anywhere: handles are put in from outside, by their number. */
export interface HandleRef {
  readonly handle: number;
}

const small = fc.integer({ min: -2, max: 9 });
const triple = fc.tuple(small, small, small);

/** One argument. `{ handle: n }` stands for the n-th handle at hand. */
export const argument: fc.Arbitrary<unknown> = fc.letrec<{
  any: unknown;
  options: unknown;
  leaf: unknown;
}>((tie) => ({
  leaf: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ODD) },
    { weight: 4, arbitrary: small },
    { weight: 2, arbitrary: fc.double() },
    { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
    { weight: 2, arbitrary: triple },
    { weight: 1, arbitrary: fc.array(small, { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.record({ voxels: fc.oneof(small, fc.constantFrom(...ODD)) }) },
    { weight: 1, arbitrary: fc.record({ origin: triple, size: triple }) },
    { weight: 3, arbitrary: fc.record({ handle: fc.nat(99) }) },
  ),
  options: fc.dictionary(fc.constantFrom(...NAMES), tie('leaf'), { maxKeys: 3 }),
  any: fc.oneof(tie('leaf'), tie('options'), fc.array(tie('leaf'), { maxLength: 3 })),
})).any;

/** One call: on which handle, of which method, with what. Numbers choose among what there is. */
export const call = fc.record({
  target: fc.nat(2 ** 20),
  method: fc.nat(2 ** 20),
  args: fc.array(argument, { maxLength: 3 }),
});

/** One call. */
export interface Call {
  readonly target: number;
  readonly method: number;
  readonly args: unknown[];
}
