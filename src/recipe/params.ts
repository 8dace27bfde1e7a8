import { invalidArgument } from './errors.js';
import type { Region, Vec3 } from './geometry.js';
import type { Length } from './length.js';

/** Values that a recipe may hold as parameters: plain data only. */
export type ParamJson =
  null | boolean | number | string | readonly ParamJson[] | { readonly [key: string]: ParamJson };

/** One parameter of an op: checks and completes what the caller gave. */
export interface Param<T> {
  /** What is allowed, for error messages. */
  readonly allowed: string;
  /** The value to use, or undefined where the given one is not allowed. */
  readonly parse: (given: unknown) => T | undefined;
  /** Whether the caller may leave it out. */
  readonly optional: boolean;
}

/** The parameters of an op. */
export type ParamSpecs = Readonly<Record<string, Param<ParamJson>>>;

/** The complete values of an op's parameters. */
export type ParamsOfSpecs<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never;
};

function make<T>(
  allowed: string,
  fallback: T | undefined,
  accept: (given: unknown) => T | undefined,
): Param<T> {
  return {
    allowed,
    optional: fallback !== undefined,
    parse: (given) => (given === undefined ? fallback : accept(given)),
  };
}

/** A finite number within bounds. */
export function number(
  options: {
    default?: number;
    min?: number;
    max?: number;
    above?: number;
    infinite?: boolean;
  } = {},
): Param<number> {
  const { min = -Infinity, max = Infinity, above = -Infinity, infinite = false } = options;
  const bounds = [
    min > -Infinity ? `≥ ${String(min)}` : '',
    above > -Infinity ? `> ${String(above)}` : '',
    max < Infinity ? `≤ ${String(max)}` : '',
  ].filter((text) => text !== '');
  return make(
    `a ${infinite ? '' : 'finite '}number ${bounds.join(' and ')}`.trimEnd(),
    options.default,
    (given) =>
      typeof given === 'number' &&
      !Number.isNaN(given) &&
      (infinite || Number.isFinite(given)) &&
      given >= min &&
      given <= max &&
      (given > above || above === -Infinity)
        ? given
        : undefined,
  );
}

/** An integer within bounds. */
export function integer(
  options: { default?: number; min?: number; max?: number } = {},
): Param<number> {
  const { min = -(2 ** 53), max = 2 ** 53 } = options;
  return make(`an integer from ${String(min)} to ${String(max)}`, options.default, (given) =>
    typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max
      ? given
      : undefined,
  );
}

/** True or false. */
export function flag(fallback: boolean): Param<boolean> {
  return make('true or false', fallback, (given) =>
    typeof given === 'boolean' ? given : undefined,
  );
}

/** One of a few values. */
export function oneOf<const T extends string | number>(
  values: readonly T[],
  fallback?: T,
): Param<T> {
  return make<T>(
    values.map((v) => (typeof v === 'string' ? `'${v}'` : String(v))).join(', '),
    fallback,
    (given) => values.find((value) => value === given),
  );
}

/** A length: positive (or ≥ 0 with `zero`), in the grid's unit or in voxels. */
export function length(options: { default?: Length; zero?: boolean } = {}): Param<Length> {
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isFinite(n) && (options.zero === true ? n >= 0 : n > 0);
  return make<Length>(
    `a length ${options.zero === true ? '≥ 0' : '> 0'} in the volume's unit, or voxels(n)`,
    options.default,
    (given) => {
      if (good(given)) return given;
      const count = (given as { voxels?: unknown } | null)?.voxels;
      return typeof given === 'object' && good(count) ? { voxels: count } : undefined;
    },
  );
}

/** A list of finite numbers, or one number that stands for a list of one. */
export function numbers(): Param<readonly number[]> {
  return make<readonly number[]>('a number or a non-empty list of numbers', undefined, (given) => {
    const list: unknown = typeof given === 'number' ? [given] : given;
    if (!Array.isArray(list) || list.length === 0) return undefined;
    return list.every((n) => typeof n === 'number' && !Number.isNaN(n))
      ? (list as number[])
      : undefined;
  });
}

/** A string. */
export function text(fallback?: string): Param<string> {
  return make('a non-empty string', fallback, (given) =>
    typeof given === 'string' && given !== '' ? given : undefined,
  );
}

/** A non-empty list of strings. */
export function texts(): Param<readonly string[]> {
  return make<readonly string[]>('a non-empty list of strings', undefined, (given) =>
    Array.isArray(given) &&
    given.length > 0 &&
    given.every((part) => typeof part === 'string' && part !== '')
      ? (given as string[])
      : undefined,
  );
}

/** A record of numbers by name. */
export function namedNumbers(): Param<Readonly<Record<string, number>>> {
  return make<Readonly<Record<string, number>>>(
    'names with a number each, such as { pore: 0, solid: 1 }',
    undefined,
    (given) => {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
      const entries = Object.entries(given);
      return entries.length > 0 &&
        entries.every(([name, n]) => name !== '' && typeof n === 'number' && Number.isFinite(n))
        ? Object.fromEntries(entries as [string, number][])
        : undefined;
    },
  );
}

/** Marks a parameter as one that may be null, which is then its default. */
export function nullable<T extends ParamJson>(param: Param<T>): Param<T | null> {
  return {
    allowed: `${param.allowed}, or null`,
    optional: true,
    parse: (given) => (given === undefined || given === null ? null : param.parse(given)),
  };
}

function isTriple(given: unknown, good: (n: number) => boolean): given is Vec3 {
  return (
    Array.isArray(given) &&
    given.length === 3 &&
    given.every((n) => typeof n === 'number' && Number.isInteger(n) && good(n))
  );
}

/** Three numbers for x, y, z, or one that stands for all of them. */
export function triple(allowed: string, good: (n: number) => boolean): Param<Vec3> {
  const fits = (n: unknown): n is number => typeof n === 'number' && good(n);
  return {
    allowed,
    optional: false,
    parse: (given) => {
      if (fits(given)) return [given, given, given];
      if (!Array.isArray(given) || given.length !== 3) return undefined;
      const [x, y, z] = given as readonly unknown[];
      return fits(x) && fits(y) && fits(z) ? [x, y, z] : undefined;
    },
  };
}

/** A box of voxels: `{ origin: [x, y, z], size: [x, y, z] }`. */
export function box(): Param<{ readonly origin: Vec3; readonly size: Vec3 }> {
  return make<Region & { readonly origin: Vec3; readonly size: Vec3 }>(
    '{ origin: [x, y, z], size: [x, y, z] } in voxels, inside the volume',
    undefined,
    (given) => {
      const { origin, size } = (given ?? {}) as { origin?: unknown; size?: unknown };
      return isTriple(origin, (n) => n >= 0) && isTriple(size, (n) => n > 0)
        ? { origin: [...origin], size: [...size] }
        : undefined;
    },
  );
}

/** The options of a call, which must be an object: `median(5)` is not taken for `median({ size: 5 })`. */
export function optionsOf<T extends object>(op: string, given: T): T {
  const options: unknown = given;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw invalidArgument(op, 'options', options, 'an object of named options, or nothing');
  return given;
}

/** The options of a run, with a signal that can be listened to and a callback that can be called. */
export function runOptionsOf<
  T extends { readonly signal?: unknown; readonly onProgress?: unknown },
>(op: string, given: T): T {
  const { signal, onProgress } = optionsOf(op, given);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidArgument(op, 'signal', signal, 'the signal of an AbortController');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalidArgument(op, 'onProgress', onProgress, 'a function');
  return given;
}

/** Checks given values against the specs of an op; unknown names are refused. */
export function parseParams(
  op: string,
  specs: ParamSpecs,
  given: Readonly<Record<string, unknown>>,
): Record<string, ParamJson> {
  for (const name of Object.keys(optionsOf(op, given)))
    if (!Object.hasOwn(specs, name) && given[name] !== undefined)
      throw invalidArgument(
        op,
        name,
        given[name],
        `no such parameter; known are ${Object.keys(specs).join(', ') || 'none'}`,
      );
  const values: Record<string, ParamJson> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = spec.parse(given[name]);
    if (value === undefined) throw invalidArgument(op, name, given[name], spec.allowed);
    values[name] = value;
  }
  return values;
}
