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

/** A size or a type, or both, that a raw file may have. */
export interface RawGuess {
  readonly size?: Vec3;
  readonly dtype?: string;
}

/**
 * What the length of a raw file leaves likely of what is not stated, to be offered and not taken:
 * types where the size is known, cubes and stacks of square slices where it is not. Empty where
 * nothing fits.
 */
export function guessesOf(
  available: number,
  size: Vec3 | undefined,
  type: StoredType | undefined,
): readonly RawGuess[] {
  const guesses = size === undefined ? sizes(available, type) : types(available, size);
  return guesses.slice(0, OFFERED);
}

/** Guesses as a sentence; '' where there are none. */
export function guessText(guesses: readonly RawGuess[]): string {
  if (guesses.length === 0) return '';
  const texts = guesses.map(({ size, dtype }) =>
    [
      ...(size === undefined ? [] : [`size [${size.join(', ')}]`]),
      ...(dtype === undefined ? [] : [`dtype '${dtype}'`]),
    ].join(', '),
  );
  return ` A guess from its length, to be checked by a slice: ${texts.join(', or ')}.`;
}

function types(available: number, size: Vec3): RawGuess[] {
  return (BY_WIDTH[available / volumeOf(size)] ?? []).map((dtype) => ({ dtype }));
}

function sizes(available: number, type: StoredType | undefined): RawGuess[] {
  const widths = type === undefined ? [2, 1, 4] : [bytesOfStored(type)];
  const found: RawGuess[] = [];
  const offer = (size: Vec3, width: number): void => {
    found.push({ size, ...(type === undefined ? { dtype: BY_WIDTH[width]![0]! } : {}) });
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
