import type { HandleKind, AnyOperation, Gives } from '../recipe/operation.js';
import type { JsonSchema, ParamJson, ParamType } from '../recipe/params.js';
import { FAMILIES } from './families.js';
import {
  SHEET_METHODS,
  type DescribedOption,
  type SheetGives,
  type SheetKind,
} from './sheet_methods.js';

/** What has methods: handles that operations give at once, and those that wait for a value. */
export type StepKind = HandleKind | SheetKind;

/** What a form needs to draw an input for an option. */
export interface OptionDescription {
  readonly name: string;
  /** The name in words. */
  readonly label: string;
  /** One line that says what it is. */
  readonly doc: string;
  /** The kind of input; 'handle' is another grid or a surface, 'operand' a number or a volume. */
  readonly type: ParamType | 'handle' | 'operand';
  /** Of a handle, the kinds that it may be. */
  readonly kinds: readonly StepKind[];
  /**
   * 'length' (a number in the grid's unit, or voxels), 'intensity', 'voxels', …; '' for pure
   * numbers and names.
   */
  readonly unit: string;
  /** Whether it may be left out. */
  readonly optional: boolean;
  /** What is used where it is left out; null where that depends on the data. */
  readonly default: ParamJson;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** What is allowed, for programs; undefined for handles. */
  readonly schema: JsonSchema | undefined;
}

/** An operation, as a palette and its forms need it. */
export interface OperationDescription {
  /** The name of the method. */
  readonly name: string;
  /** The name in words. */
  readonly label: string;
  /** The heading under which it belongs. */
  readonly group: string;
  /** The kinds of handle that have the method. */
  readonly of: readonly StepKind[];
  /** Arguments by position first, then the options in the order of a form. */
  readonly options: readonly OptionDescription[];
  /** How many of the options are arguments by position. */
  readonly positional: number;
  /** Whether the last argument by position is a list that is given as any number of arguments. */
  readonly rest: boolean;
  /**
   * What it gives: a grid of a kind and dtype, a surface, or a value of a form; or a roll or a
   * stack, once a value is there.
   */
  readonly gives: Gives | SheetGives;
}

/** A name in camel case, in words. */
function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function describeOption(name: string, spec: DescribedOption): OptionDescription {
  const shared = { name, label: labelOf(name), doc: spec.doc, optional: spec.optional };
  if (spec.type === 'handle' || spec.type === 'operand') {
    const isList = spec.type === 'handle' && spec.isList === true;
    const kinds: readonly StepKind[] = spec.type === 'handle' ? spec.kinds : ['volume'];
    const allowed = `${spec.type === 'operand' ? 'a number, or ' : ''}a ${kinds.join(' or ')} of the same lab${isList ? ', or a list of them' : ''}`;
    return {
      ...shared,
      type: spec.type,
      kinds,
      unit: '',
      default: null,
      allowed,
      schema: undefined,
    };
  }
  const { type, unit, allowed, schema } = spec;
  return { ...shared, type, kinds: [], unit, default: spec.default ?? null, allowed, schema };
}

/** What of an operation, or of a method of a roll or a stack, is described. */
type Described = Omit<AnyOperation, 'node' | 'of' | 'gives' | 'options'> &
  Pick<OperationDescription, 'of' | 'gives'> & {
    readonly options: Readonly<Record<string, DescribedOption>>;
  };

function describe(group: string, operation: Described): OperationDescription {
  const { name, of, options, takes, rest, gives } = operation;
  const others = Object.keys(options).filter((option) => !takes.includes(option));
  return {
    name,
    label: labelOf(name),
    group,
    of,
    options: [...takes, ...others].map((option) => describeOption(option, options[option]!)),
    positional: takes.length,
    rest,
    gives,
  };
}

/**
 * All operations, as plain data: what a palette needs to list them by kind and group, and to draw a
 * form for each.
 *
 * @example
 * ```ts
 * import { describeOperations } from 'voxmetry/operations';
 * const median = describeOperations().find(({ name }) => name === 'median');
 * const radius = median?.options.find(({ name }) => name === 'radius');
 * console.assert(radius?.type === 'length' && radius.optional);
 * ```
 */
export function describeOperations(): readonly OperationDescription[] {
  return [
    ...FAMILIES.flatMap(({ label, operations }) =>
      operations.map((operation) => describe(label, operation)),
    ),
    ...SHEET_METHODS.map((method) => describe('Rolls and stacks', method)),
  ];
}
