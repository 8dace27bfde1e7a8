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
