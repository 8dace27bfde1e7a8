import { linkWgsl, type LinkedWgsl } from './wgsl.js';
import { layoutParams, type ParamSchema, type ParamValue } from './layout.js';

/** How a kernel uses a storage buffer. `write` says that every word is written, none read. */
export type Access = 'read' | 'write' | 'read_write';

/**
 * What the author of a kernel states; bindings are 0, 1, … in the order of `buffers`, then
 * `Params`.
 */
export interface KernelSpec<
  B extends Readonly<Record<string, Access>>,
  P extends ParamSchema,
  C extends readonly string[],
> {
  readonly name: string;
  /** The text of the `.wgsl` file. Its entry point is `main`. */
  readonly wgsl: string;
  /** Shared modules that `#import` may name. */
  readonly modules?: Readonly<Record<string, string>>;
  readonly buffers: B;
  readonly params: P;
  /** Names of `override` constants without a default in WGSL. */
  readonly constants: C;
  /** Invocations of a workgroup, x × y × z, as `@workgroup_size` says. */
  readonly workgroup: readonly [number, number, number];
}

/** A kernel: one WGSL file and its typed descriptor. Made by {@link kernel}. */
export interface Kernel<
  B extends Readonly<Record<string, Access>> = Readonly<Record<string, Access>>,
  P extends ParamSchema = ParamSchema,
  C extends readonly string[] = readonly string[],
> extends KernelSpec<B, P, C> {
  readonly linked: LinkedWgsl;
  /** Whether workgroups are counted by `flat_index`, which adds those of the parts before. */
  readonly counted: boolean;
  /** Whether a dispatch of so many invocations may be cut: nothing else hangs on their number. */
  readonly divisible: boolean;
  readonly paramOffsets: ReadonlyMap<string, number>;
  readonly paramBytes: number;
}

/** The host values of a kernel's `Params`. */
export type ParamsOf<P extends ParamSchema> = { readonly [K in keyof P]: ParamValue[P[K]] };

/** The values of a kernel's `override` constants. */
export type ConstantsOf<C extends readonly string[]> = Readonly<Record<C[number], number>>;

/** Declares a kernel; links its imports and lays out its uniforms once, at import. */
export function kernel<
  const B extends Readonly<Record<string, Access>>,
  const P extends ParamSchema,
  const C extends readonly string[] = readonly [],
>(spec: KernelSpec<B, P, C>): Kernel<B, P, C> {
  const { offsets, size } = layoutParams(spec.params);
  const linked = linkWgsl(spec.name, spec.wgsl, spec.modules ?? {});
  const code = linked.code.replaceAll(/\/\/.*$/gm, '');
  const counted = /\bfirst_workgroup\b/.test(code);
  return {
    ...spec,
    linked,
    counted,
    divisible: counted && countsFlat(code),
    paramOffsets: offsets,
    paramBytes: Object.keys(spec.params).length === 0 ? 0 : size,
  };
}

/** Whether `flat_index` alone asks for a workgroup's place and for the number of workgroups. */
function countsFlat(code: string): boolean {
  const main = code.slice(code.indexOf('@compute'));
  const nameOf = (builtin: string): string | undefined =>
    new RegExp(`@builtin\\(${builtin}\\)\\s+(\\w+)\\s*:`).exec(main)?.[1];
  const [place, number] = [nameOf('workgroup_id'), nameOf('num_workgroups')];
  if (place === undefined || number === undefined || nameOf('global_invocation_id') !== undefined)
    return false;
  const times = (text: string): number => main.match(new RegExp(text, 'g'))?.length ?? 0;
  const flat = times(`\\bflat_index\\(${place}, ${number},`);
  // Beside those, each stands in the list of arguments once; `.count` is somebody's field.
  const alone = [place, number].every((name) => times(`(?<!\\.)\\b${name}\\b`) === flat + 1);
  return flat > 0 && alone;
}
