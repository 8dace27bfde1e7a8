// Methods of rolls and stacks, as data: their classes parse by these options, and palettes and
// forms are made of them. They are no operations, because such a handle waits for a value: how
// large a grid along a sheet is depends on where the sheet lies.
import { anodeOverhang } from '../cell/anode_overhang.js';
import { delaminations } from '../cell/delaminations.js';
import { maskRays } from '../cell/mask_rays.js';
import { OUTGROWTH_COLUMNS } from '../cell/outgrowths/outgrowth_table.js';
import { searchOptions } from '../cell/outgrowths/outgrowths.js';
import { slopeParam } from '../cell/sheet_layers.js';
import { flattenedParams } from '../cell/stack/flatten.js';
import { maskColumns } from '../cell/stack/mask_columns.js';
import { stackDelaminations, stackLayers } from '../cell/stack/stack_layers.js';
import { stackOverhang } from '../cell/stack/stack_overhang.js';
import { unrolledParams } from '../cell/unroll.js';
import { samplingParams } from '../filters/sampled_between.js';
import type { Gives, HandleKind, OperandOption, HandleOption } from '../recipe/operation.js';
import { nullable, number, oneOf, type Param, type ParamJson } from '../recipe/params.js';
import { F32, tableOf } from './gives.js';

/** Handles that wait for a value: the sheet that they are of. */
export type SheetKind = 'roll' | 'stack';

/**
 * What a method gives beside what operations give. `waits`: a roll or a stack, once the sheet has
 * been found. `grid`: 'source', a grid of the kind that the roll or the stack is of.
 */
export type SheetGives = { readonly waits: SheetKind } | { readonly grid: 'source' };

/** An option that is a handle which may be a roll or a stack. */
type SheetOption = Omit<HandleOption, 'kinds'> & {
  readonly kinds: readonly (HandleKind | SheetKind)[];
};

/** An option as it is described. */
export type DescribedOption = Param<ParamJson, unknown> | SheetOption | OperandOption;

/** What is known of a method that is no operation. */
export interface SheetMethod {
  readonly name: string;
  readonly of: readonly (HandleKind | SheetKind)[];
  readonly options: Readonly<Record<string, DescribedOption>>;
  readonly takes: readonly string[];
  readonly rest: boolean;
  readonly gives: Gives | SheetGives;
}

const sampling = {
  method: nullable(oneOf(['nearest', 'linear', 'cubic'], undefined, 'How values are made.')),
  border: samplingParams.border,
  value: number({ default: 0 }, "The value of the border 'constant'."),
} as const;

/** Where an unrolled grid lies on its sheet. */
const unrolled = {
  start: unrolledParams.start,
  length: nullable(unrolledParams.length),
  from: nullable(unrolledParams.from),
  to: nullable(unrolledParams.to),
  step: nullable(unrolledParams.step),
} as const;

/** Where a flat grid lies along its sheet. */
const flattened = {
  sheet: nullable(flattenedParams.sheet),
  from: nullable(flattenedParams.from),
  to: nullable(flattenedParams.to),
  step: nullable(flattenedParams.step),
} as const;

/** Options of the methods of a roll. */
export const rollOptions = {
  unroll: { ...unrolled, ...sampling },
  stretch: unrolled,
  turns: { smooth: slopeParam },
  delaminationTable: {
    k: delaminations.params.k,
    leastCells: delaminations.params.leastCells,
  },
  overhang: { tolerance: anodeOverhang.params.tolerance },
  outgrowths: { ...unrolled, ...searchOptions },
} as const;

/** Options of the methods of a stack. */
export const stackOptions = {
  flatten: { ...flattened, ...sampling },
  stretch: flattened,
  table: { smooth: stackLayers.params.smooth },
  delaminationTable: {
    k: stackDelaminations.params.k,
    leastCells: stackDelaminations.params.leastCells,
  },
  overhang: { tolerance: stackOverhang.params.tolerance },
  outgrowths: { ...flattened, ...searchOptions },
} as const;

const GAPS = ['x', 'y', 'z', 'cells', 'area', 'openingMax', 'openingMean'] as const;
/** Columns of the tables of delaminations. */
export const DELAMINATION_COLUMNS = {
  roll: ['turn', 'theta', ...GAPS],
  stack: ['sheet', 'u', 'v', ...GAPS],
} as const;
/** Columns of the tables of outgrowths. */
export const PLACED_OUTGROWTHS = {
  roll: ['turn', 'theta', 's', 'h', ...OUTGROWTH_COLUMNS],
  stack: ['sheet', 'u', 'h', 'v', ...OUTGROWTH_COLUMNS],
} as const;

/** A query of a table. */
const TABLE = { value: 'table' } as const;
const GRIDS = ['volume', 'mask', 'phases', 'labels'] as const;
const sheetOption = (doc: string, kind: HandleKind | SheetKind): SheetOption => ({
  ...{ type: 'handle', kinds: [kind], optional: false, doc, sameDtype: false },
});
const electrode = sheetOption('The mask of one electrode: its foil, or its layers.', 'mask');

function method(
  name: string,
  of: SheetMethod['of'],
  options: SheetMethod['options'],
  gives: SheetMethod['gives'],
  takes: readonly string[] = [],
): SheetMethod {
  return { name, of, options, takes, rest: false, gives };
}

/** The methods of rolls and stacks that a palette offers, and those that make them. */
export const SHEET_METHODS: readonly SheetMethod[] = [
  method('roll', GRIDS, { electrode, ...maskRays.params }, { waits: 'roll' }, ['electrode']),
  method('unroll', ['roll'], rollOptions.unroll, { grid: 'source' }),
  method('outgrowths', ['roll'], rollOptions.outgrowths, tableOf(PLACED_OUTGROWTHS.roll)),
  method('turns', ['roll'], rollOptions.turns, TABLE),
  method(
    'delaminationTable',
    ['roll'],
    rollOptions.delaminationTable,
    tableOf(DELAMINATION_COLUMNS.roll),
  ),
  method(
    'overhang',
    ['roll'],
    { cathode: sheetOption("The cathode's roll.", 'roll'), ...rollOptions.overhang },
    { value: 'result' },
    ['cathode'],
  ),
  method('stretch', ['roll'], rollOptions.stretch, F32),
  method('stack', GRIDS, { electrode, ...maskColumns.params }, { waits: 'stack' }, ['electrode']),
  method('flatten', ['stack'], stackOptions.flatten, { grid: 'source' }),
  method('outgrowths', ['stack'], stackOptions.outgrowths, tableOf(PLACED_OUTGROWTHS.stack)),
  method('table', ['stack'], stackOptions.table, TABLE),
  method(
    'delaminationTable',
    ['stack'],
    stackOptions.delaminationTable,
    tableOf(DELAMINATION_COLUMNS.stack),
  ),
  method(
    'overhang',
    ['stack'],
    { cathode: sheetOption("The cathode's stack.", 'stack'), ...stackOptions.overhang },
    { value: 'result' },
    ['cathode'],
  ),
  method('stretch', ['stack'], stackOptions.stretch, F32),
];
