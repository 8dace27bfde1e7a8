// What the options of wound and of flat cells have in common.
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { RollStack } from './roll/options.js';

/** Options of which none is left out. */
export type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** The options of a group that are stated. */
export function given<T extends object>(group: T | undefined): Partial<Complete<T>> {
  const entries = Object.entries(group ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Complete<T>>;
}

/** Makes what refuses numbers of an option outside of a range. */
export function rangeCheck(op: string) {
  return (name: string, value: number, least: number, most = Infinity): void => {
    if (!(Number.isFinite(value) && value >= least && value <= most))
      throw invalidArgument(
        op,
        name,
        value,
        most === Infinity ? `a number ≥ ${String(least)}` : `${String(least)} … ${String(most)}`,
      );
  };
}

/** Refuses what is no grid. */
export function checkGrid(op: string, size: Vec3, spacing: number): void {
  if (!size.every((n) => Number.isSafeInteger(n) && n > 0))
    throw invalidArgument(op, 'size', size, 'three positive integers');
  if (!(spacing > 0 && spacing < Infinity))
    throw invalidArgument(op, 'spacing', spacing, 'a length > 0');
}

/** The thicknesses of all layers, and the distance of two turns or units that they make. */
export function layersOf(op: string, stated: RollStack | undefined) {
  const thickness = { separator: 20, cathode: 70, aluminium: 15, anode: 80, copper: 10 };
  const stack: Complete<RollStack> = { ...thickness, ...given(stated) };
  for (const [name, value] of Object.entries(stack))
    if (!(value > 0 && value < Infinity))
      throw invalidArgument(op, `stack.${name}`, value, 'a length > 0');
  const coatings = 2 * (stack.separator + stack.cathode + stack.anode);
  return { stack, pitch: coatings + stack.aluminium + stack.copper };
}

/** Refuses counts of defects that are none. */
export function checkCounts<Name extends string>(
  op: string,
  defects: Readonly<Record<Name, number>>,
  names: readonly Name[],
): void {
  for (const name of names)
    if (!Number.isSafeInteger(defects[name]) || defects[name] < 0)
      throw invalidArgument(op, `defects.${name}`, defects[name], 'an integer ≥ 0');
}

/** Refuses outgrowths and particles that do not fit between the foils. */
export function checkBodies(
  op: string,
  settings: {
    readonly pitch: number;
    readonly stack: Complete<RollStack>;
    readonly defects: {
      readonly outgrowthHeight: readonly [number, number];
      readonly particleRadius: readonly [number, number];
    };
  },
): void {
  const { pitch, stack, defects } = settings;
  const check = rangeCheck(op);
  for (const [name, pair, most] of [
    ['outgrowthHeight', defects.outgrowthHeight, pitch - stack.copper],
    ['particleRadius', defects.particleRadius, stack.anode / 2],
  ] as const) {
    for (const value of pair) check(`defects.${name}`, value, 0, most);
    if (pair[0] > pair[1])
      throw invalidArgument(op, `defects.${name}`, pair, 'the least before the greatest');
  }
}
