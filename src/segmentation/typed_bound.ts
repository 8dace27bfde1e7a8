// Bounds that a user types, in the dtype of the volume they are for.
import { gridMeta, type Node } from '../recipe/op.js';

/**
 * A bound on the values of a volume as f32 holds it, where the volume is f32: 0.7 is the f32
 * nearest to 0.7, so that 0.7 ≤ v holds for the voxels that a decimal 0.7 became. NumPy compares an
 * f32 array with a number in the same way. Bounds that f32 has as 0 or ±∞ alone stay as they are,
 * and so do those on integers: 10⁻⁵⁰ ≤ v keeps zeros out.
 */
export function typedBound(volume: Node, bound: number): number {
  if (gridMeta(volume).storage !== 'f32') return bound;
  const held = Math.fround(bound);
  return held === 0 || !Number.isFinite(held) ? bound : held;
}

/** The same of a band, whose ends may be left out. */
export function typedBand<T extends number | null | undefined>(
  volume: Node,
  { lo, hi }: { readonly lo: T; readonly hi: T },
): { readonly lo: T | number; readonly hi: T | number } {
  const of = (bound: T): T | number =>
    typeof bound === 'number' ? typedBound(volume, bound) : bound;
  return { lo: of(lo), hi: of(hi) };
}
