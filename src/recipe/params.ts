import type { Region, Vec3 } from './geometry.js';
import type { Length } from './length.js';

/** Values that a recipe may hold as parameters: plain data only. */
export type ParamJson =
  null | boolean | number | string | readonly ParamJson[] | { readonly [key: string]: ParamJson };

/** What a form needs to draw an input for a parameter. */
export type ParamType =
  | 'number'
  | 'integer'
  | 'flag'
  | 'choice'
  | 'length'
  | 'text'
  | 'numbers'
  | 'texts'
  | 'record'
  | 'triple'
  | 'box';

/** A part of a JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, ParamJson>>;

/** What is known of a parameter besides how it is checked: for forms, tables and schemas. */
export interface ParamInfo {
  readonly type: ParamType;
  /** One line that says what it is. */
  readonly doc: string;
  /** Of its values: 'length', 'intensity', 'voxels', …; '' for pure numbers and names. */
  readonly unit: string;
  /** The value used where it is left out; undefined where it must be given. */
  readonly default: ParamJson | undefined;
  /** What is allowed, for programs. */
  readonly schema: JsonSchema;
  /**
   * What it measures, where it, or each of a list, may be as long as the volume at most: a length,
   * or voxels from the first one.
   */
  readonly reach?: 'length' | 'index';
}

/**
 * One parameter: checks and completes what the caller gave. `T` is the complete value, `G` what may
 * be given, `O` whether it may be left out.
 */
export interface Param<T, G = T, O extends boolean = boolean> extends ParamInfo {
  /** What is allowed, for error messages. */
  readonly allowed: string;
  /** The value to use, or undefined where the given one is not allowed. */
  readonly parse: (given: unknown) => T | undefined;
  /** Whether the caller may leave it out. */
  readonly optional: O;
  /** For the compiler alone: what may be given. Never set. */
  readonly given?: G;
}

/** The parameters of an op. */
export type ParamSpecs = Readonly<Record<string, Param<ParamJson, unknown>>>;

/** The complete values of an op's parameters. */
export type ParamsOfSpecs<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends Param<infer T, unknown> ? T : never;
};

/** What the author of a parameter states. */
export interface ParamStatement<T> extends Partial<ParamInfo> {
  readonly type: ParamType;
  readonly allowed: string;
  readonly default: (T & ParamJson) | undefined;
  /** The value to use of what was given, or undefined where it is not allowed. */
  readonly accept: (given: unknown) => T | undefined;
}

/** Declares a parameter of a form of its own. */
export function param<T extends ParamJson, G = T, const O extends boolean = boolean>(
  statement: ParamStatement<T>,
): Param<T, G, O> {
  const { accept, default: fallback, schema = {}, doc = '', unit = '', ...rest } = statement;
  return {
    ...rest,
    doc,
    unit,
    default: fallback,
    schema: fallback === undefined ? schema : { ...schema, default: fallback },
    optional: (fallback !== undefined) as O,
    parse: (given) => (given === undefined ? fallback : accept(given)),
  };
}

/** Says what a parameter is, and in what unit, where it is used. */
export function described<P extends ParamInfo>(doc: string, of: P, unit: string = of.unit): P {
  return { ...of, doc, unit };
}

type HasDefault<O> = O extends { readonly default: infer D }
  ? undefined extends D
    ? boolean
    : true
  : false;

/** Bounds of a number, its default and its unit. */
export interface NumberOptions {
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly infinite?: boolean;
  readonly unit?: string;
}

/** A finite number within bounds. */
export function number<const O extends NumberOptions>(
  options: O = {} as O,
  doc = '',
): Param<number, number, HasDefault<O>> {
  const {
    min = -Infinity,
    max = Infinity,
    above = -Infinity,
    infinite = false,
  }: NumberOptions = options;
  const bounds = [
    min > -Infinity ? `≥ ${String(min)}` : '',
    above > -Infinity ? `> ${String(above)}` : '',
    max < Infinity ? `≤ ${String(max)}` : '',
  ].filter((text) => text !== '');
  const finite: JsonSchema = {
    type: 'number',
    ...(min > -Infinity ? { minimum: min } : {}),
    ...(above > -Infinity ? { exclusiveMinimum: above } : {}),
    ...(max < Infinity ? { maximum: max } : {}),
  };
  return param({
    type: 'number',
    doc,
    unit: options.unit ?? '',
    default: options.default,
    allowed: `a ${infinite ? '' : 'finite '}number ${bounds.join(' and ')}`.trimEnd(),
    schema: infinite ? { anyOf: [finite, { enum: ['Infinity', '-Infinity'] }] } : finite,
    accept: (given) =>
      typeof given === 'number' &&
      !Number.isNaN(given) &&
      (infinite || Number.isFinite(given)) &&
      given >= min &&
      given <= max &&
      (given > above || above === -Infinity)
        ? given
        : undefined,
  });
}

/** Bounds of an integer, its default and its unit. */
export interface IntegerOptions {
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
}

/** An integer within bounds. */
export function integer<const O extends IntegerOptions>(
  options: O = {} as O,
  doc = '',
): Param<number, number, HasDefault<O>> {
  const { min = -(2 ** 53), max = 2 ** 53 }: IntegerOptions = options;
  return param({
    type: 'integer',
    doc,
    unit: options.unit ?? '',
    default: options.default,
    allowed: `an integer from ${String(min)} to ${String(max)}`,
    schema: { type: 'integer', minimum: min, maximum: max },
    accept: (given) =>
      typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max
        ? given
        : undefined,
  });
}

/** True or false. */
export function flag(fallback: boolean, doc = ''): Param<boolean, boolean, true> {
  return param({
    type: 'flag',
    doc,
    default: fallback,
    allowed: 'true or false',
    schema: { type: 'boolean' },
    accept: (given) => (typeof given === 'boolean' ? given : undefined),
  });
}

/** One of a few values. */
export function oneOf<const T extends string | number>(
  values: readonly T[],
  fallback?: undefined,
  doc?: string,
): Param<T, T, false>;
/** One of a few values, with a default. */
export function oneOf<const T extends string | number>(
  values: readonly T[],
  fallback: NoInfer<T>,
  doc?: string,
): Param<T, T, true>;
export function oneOf<const T extends string | number>(
  values: readonly T[],
  fallback?: T,
  doc = '',
): Param<T> {
  return param<T>({
    type: 'choice',
    doc,
    default: fallback,
    allowed: values.map((v) => (typeof v === 'string' ? `'${v}'` : String(v))).join(', '),
    schema: { enum: [...values] },
    accept: (given) => values.find((value) => value === given),
  });
}

/** The default of a length, and whether it may be 0. */
export interface LengthOptions {
  readonly default?: Length;
  readonly zero?: boolean;
}

/**
 * A length: positive (or ≥ 0 with `zero`), in the grid's unit or in voxels. Longer ones than the
 * volume are refused at the call (`checkReach`).
 */
export function length<const O extends LengthOptions>(
  options: O = {} as O,
  doc = '',
): Param<Length, Length, HasDefault<O>> {
  const { zero = false }: LengthOptions = options;
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isFinite(n) && (zero ? n >= 0 : n > 0);
  const least: JsonSchema = { type: 'number', [zero ? 'minimum' : 'exclusiveMinimum']: 0 };
  return param<Length, Length, HasDefault<O>>({
    type: 'length',
    doc,
    unit: 'length',
    reach: 'length',
    default: options.default,
    allowed: `a length ${zero ? '≥ 0' : '> 0'} in the volume's unit, or voxels(n)`,
    schema: {
      anyOf: [
        least,
        {
          type: 'object',
          properties: { voxels: least },
          required: ['voxels'],
          additionalProperties: false,
        },
      ],
    },
    accept: (given) => {
      if (good(given)) return given;
      const count = (given as { voxels?: unknown } | null)?.voxels;
      return typeof given === 'object' && good(count) ? { voxels: count } : undefined;
    },
  });
}

/** A list of numbers, or one number that stands for a list of one. */
export function numbers(doc = ''): Param<readonly number[], number | readonly number[], false> {
  const good = (n: unknown): n is number => typeof n === 'number' && !Number.isNaN(n);
  return param({
    type: 'numbers',
    doc,
    default: undefined,
    allowed: 'a number or a non-empty list of numbers',
    schema: {
      anyOf: [{ type: 'number' }, { type: 'array', items: { type: 'number' }, minItems: 1 }],
    },
    accept: (given): readonly number[] | undefined => {
      const list: unknown = typeof given === 'number' ? [given] : given;
      return Array.isArray(list) && list.length > 0 && list.every(good) ? list : undefined;
    },
  });
}

/** A string. */
export function text(fallback?: undefined, doc?: string): Param<string, string, false>;
/** A string, with a default. */
export function text(fallback: string, doc?: string): Param<string, string, true>;
export function text(fallback?: string, doc = ''): Param<string> {
  return param({
    type: 'text',
    doc,
    default: fallback,
    allowed: 'a non-empty string',
    schema: { type: 'string', minLength: 1 },
    accept: (given) => (typeof given === 'string' && given !== '' ? given : undefined),
  });
}

/** A non-empty list of strings. */
export function texts(doc = ''): Param<readonly string[], readonly string[], false> {
  const good = (part: unknown): part is string => typeof part === 'string' && part !== '';
  return param({
    type: 'texts',
    doc,
    default: undefined,
    allowed: 'a non-empty list of strings',
    schema: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
    accept: (given): readonly string[] | undefined =>
      Array.isArray(given) && given.length > 0 && given.every(good) ? given : undefined,
  });
}

/** A record of numbers by name. */
export function namedNumbers(
  doc = '',
): Param<Readonly<Record<string, number>>, Readonly<Record<string, number>>, false> {
  return param({
    type: 'record',
    doc,
    default: undefined,
    allowed: 'names with a number each, such as { pore: 0, solid: 1 }',
    schema: { type: 'object', additionalProperties: { type: 'number' }, minProperties: 1 },
    accept: (given): Readonly<Record<string, number>> | undefined => {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
      const entries = Object.entries(given);
      const good = (entry: [string, unknown]): entry is [string, number] =>
        entry[0] !== '' && typeof entry[1] === 'number' && Number.isFinite(entry[1]);
      return entries.length > 0 && entries.every(good) ? Object.fromEntries(entries) : undefined;
    },
  });
}

/** Marks a parameter as one that may be null, which is then its default. */
export function nullable<T extends ParamJson, G>(of: Param<T, G>): Param<T | null, G | null, true> {
  const schema = Object.fromEntries(Object.entries(of.schema).filter(([key]) => key !== 'default'));
  return {
    type: of.type,
    doc: of.doc,
    unit: of.unit,
    ...(of.reach === undefined ? {} : { reach: of.reach }),
    default: null,
    allowed: `${of.allowed}, or null`,
    schema: { anyOf: [schema, { type: 'null' }], default: null },
    optional: true,
    parse: (given) => (given === undefined || given === null ? null : of.parse(given)),
  };
}

/** The schema of three of something, x, y, z. */
export function tripleSchema(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 3, maxItems: 3 };
}

function isTriple(given: unknown, good: (n: number) => boolean): given is Vec3 {
  return (
    Array.isArray(given) &&
    given.length === 3 &&
    given.every((n) => typeof n === 'number' && Number.isInteger(n) && good(n))
  );
}

/** What a triple of one kind is. */
export interface Triple {
  readonly doc: string;
  readonly unit: string;
  readonly allowed: string;
  /** What is allowed of each number. */
  readonly each: JsonSchema;
  readonly good: (n: number) => boolean;
}

/** Three numbers for x, y, z, or one that stands for all. */
export function triple({ good, each, ...said }: Triple): Param<Vec3, number | Vec3, false> {
  const fits = (n: unknown): n is number => typeof n === 'number' && good(n);
  return param({
    ...said,
    type: 'triple',
    default: undefined,
    schema: { anyOf: [each, tripleSchema(each)] },
    accept: (given): Vec3 | undefined => {
      if (fits(given)) return [given, given, given];
      if (!Array.isArray(given) || given.length !== 3) return undefined;
      const [x, y, z] = given as readonly unknown[];
      return fits(x) && fits(y) && fits(z) ? [x, y, z] : undefined;
    },
  });
}

/** A region as a parameter: a type, which counts as plain JSON. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- an interface is no ParamJson
type Box = { readonly origin: Vec3; readonly size: Vec3 };

/** A box of voxels: `{ origin: [x, y, z], size: [x, y, z] }`. */
export function box(doc = ''): Param<Box, Region, false> {
  return param({
    type: 'box',
    doc,
    unit: 'voxels',
    default: undefined,
    allowed: '{ origin: [x, y, z], size: [x, y, z] } in voxels, inside the volume',
    schema: {
      type: 'object',
      properties: {
        origin: tripleSchema({ type: 'integer', minimum: 0 }),
        size: tripleSchema({ type: 'integer', minimum: 1 }),
      },
      required: ['origin', 'size'],
    },
    accept: (given): Box | undefined => {
      const { origin, size } = (given ?? {}) as { origin?: unknown; size?: unknown };
      return isTriple(origin, (n) => n >= 0) && isTriple(size, (n) => n > 0)
        ? { origin: [...origin], size: [...size] }
        : undefined;
    },
  });
}

/** What a caller may give for parameters: those without a default must be there. */
export type GivenParams<S extends ParamSpecs> = {
  readonly [K in keyof S as S[K]['optional'] extends true ? never : K]: GivenOf<S[K]>;
} & {
  readonly [K in keyof S as S[K]['optional'] extends true ? K : never]?: GivenOf<S[K]> | undefined;
};

/** What may be given for a parameter. */
export type GivenOf<P> = P extends Param<ParamJson, infer G> ? G : never;
