import type { HandleKind, AnyOperation, Gives, OptionSpec } from '../recipe/operation.js';
import type { JsonSchema, ParamJson, ParamType } from '../recipe/params.js';
import { FAMILIES } from './families.js';

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
  readonly kinds: readonly HandleKind[];
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
  readonly of: readonly HandleKind[];
  /** Arguments by position first, then the options in the order of a form. */
  readonly options: readonly OptionDescription[];
  /** How many of the options are arguments by position. */
  readonly positional: number;
  /** Whether the last argument by position is a list that is given as any number of arguments. */
  readonly rest: boolean;
  /** What it gives: a grid of a kind and dtype, a surface, or a value of a form. */
  readonly gives: Gives;
}

/** A name in camel case, in words. */
function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function describeOption(name: string, spec: OptionSpec): OptionDescription {
  const shared = { name, label: labelOf(name), doc: spec.doc, optional: spec.optional };
  if (spec.type === 'handle' || spec.type === 'operand') {
    const isList = spec.type === 'handle' && spec.isList === true;
    const kinds: readonly HandleKind[] = spec.type === 'handle' ? spec.kinds : ['volume'];
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

function describe(group: string, operation: AnyOperation): OperationDescription {
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
  return FAMILIES.flatMap(({ label, operations }) =>
    operations.map((operation) => describe(label, operation)),
  );
}
