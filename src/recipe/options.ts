import { invalidArgument } from './errors.js';
import type { GivenParams, ParamJson, ParamSpecs, ParamsOfSpecs } from './params.js';

/**
 * The options of a call, which must be an object: `median(5)` is not taken for
 * `median({ size: 5 })`.
 */
export function optionsOf<T extends object>(op: string, given: T): T {
  const options: unknown = given;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw invalidArgument(op, 'options', options, 'an object of named options, or nothing');
  return given;
}

/**
 * The options of a run, with a signal that can be listened to and a callback that can be called;
 * `more` are the names of others that there may be. Unknown names are refused.
 */
export function runOptionsOf<
  T extends { readonly signal?: unknown; readonly onProgress?: unknown },
>(op: string, given: T, more: readonly string[] = []): T {
  const { signal, onProgress } = knownOptions(op, given, [...more, 'signal', 'onProgress']);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalidArgument(op, 'signal', signal, 'the signal of an AbortController');
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw invalidArgument(op, 'onProgress', onProgress, 'a function');
  return given;
}

/** The options of a call, of which only some names are known. */
export function knownOptions<T extends object>(op: string, given: T, known: readonly string[]): T {
  for (const [name, value] of Object.entries(optionsOf(op, given)))
    if (value !== undefined && !known.includes(name))
      throw invalidArgument(
        op,
        name,
        value,
        known.length === 0 ? 'no options at all' : `no such option; known are ${known.join(', ')}`,
      );
  return given;
}

/** The options of a method that makes no node, checked and completed. */
export function parseOptions<const S extends ParamSpecs>(
  name: string,
  specs: S,
  given: GivenParams<S>,
): ParamsOfSpecs<S> {
  // Every value was made by the parser of its own parameter.
  return parseParams(name, specs, given) as ParamsOfSpecs<S>;
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

/**
 * Options in which null, what is left out, is undefined: as operations hand them to their nodes.
 */
export function withoutNulls<T extends object>(
  values: T,
): { readonly [K in keyof T]: null extends T[K] ? Exclude<T[K], null> | undefined : T[K] } {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [name, value ?? undefined]),
  ) as never;
}
