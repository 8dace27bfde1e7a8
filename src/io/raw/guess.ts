import type { Vec3 } from '../../recipe/geometry.js';
import { volumeOf } from '../../recipe/geometry.js';
import type { StoredType } from '../sample_type.js';
import { bytesOfStored } from '../sample_type.js';

/** Types of a width in bytes, the likely one first. */
const BY_WIDTH: Readonly<Record<number, readonly string[]>> = {
  1: ['u8', 'i8'],
  2: ['u16', 'i16'],
  4: ['f32', 'u32', 'i32'],
};
/** Edges of slices that detectors and reconstructions have. */
const EDGES = [4096, 2048, 2000, 1024, 1000, 512, 500, 256];
const OFFERED = 3;

/**
 * What the length of a raw file leaves likely of what is not stated, to be offered and not taken:
 * types where the size is known, cubes and stacks of square slices where it is not. Empty where
 * nothing fits.
 */
export function guessOf(
  available: number,
  size: Vec3 | undefined,
  type: StoredType | undefined,
): string {
  const guesses = size === undefined ? sizes(available, type) : types(available, size);
  if (guesses.length === 0) return '';
  return ` A guess from its length, to be checked by a slice: ${guesses.slice(0, OFFERED).join(', or ')}.`;
}

function types(available: number, size: Vec3): string[] {
  return (BY_WIDTH[available / volumeOf(size)] ?? []).map((type) => `dtype '${type}'`);
}

function sizes(available: number, type: StoredType | undefined): string[] {
  const widths = type === undefined ? [2, 1, 4] : [bytesOfStored(type)];
  const found: string[] = [];
  const offer = (size: Vec3, width: number): void => {
    const also = type === undefined ? `, dtype '${BY_WIDTH[width]![0]!}'` : '';
    found.push(`size [${size.join(', ')}]${also}`);
  };
  for (const width of widths) {
    const edge = Math.round(Math.cbrt(available / width));
    if (edge > 1 && edge ** 3 * width === available) offer([edge, edge, edge], width);
  }
  if (found.length > 0) return found;
  for (const width of widths)
    for (const edge of EDGES) {
      const slices = available / (edge * edge * width);
      // A slice or two, or ten times as many as it is wide, is no volume.
      if (Number.isInteger(slices) && slices > edge / 10 && slices < edge * 10)
        offer([edge, edge, slices], width);
    }
  return found;
}
