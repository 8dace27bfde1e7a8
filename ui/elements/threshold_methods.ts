// Thresholds that the library chooses, one method after the other, each with its value.
import type { Mask, Phases, Volume } from 'voxmetry';

/** Methods of one threshold. */
const SINGLE = ['otsu', 'li', 'yen', 'triangle', 'isodata', 'minimumError'] as const;

/** Classes for which Otsu's method finds several thresholds. */
const CLASSES = [3, 4] as const;

/** A method, by its name and how many classes it makes. */
export interface Method {
  readonly name: (typeof SINGLE)[number] | 'multiOtsu';
  readonly classes: number;
}

/** What a method has given: thresholds t for v > t; a message where it found none. */
export type Found = readonly number[] | Error;

/** All methods. */
export const METHODS: readonly Method[] = [
  ...SINGLE.map((name) => ({ name, classes: 2 })),
  ...CLASSES.map((classes) => ({ name: 'multiOtsu' as const, classes })),
];

/** The thresholds of a method. */
export async function findThresholds(
  { name, classes }: Method,
  volume: Volume,
  within: Mask | null,
  signal: AbortSignal,
): Promise<Found> {
  const options = within === null ? {} : { within };
  const segmented: Mask | Phases =
    name === 'multiOtsu'
      ? volume.multiOtsu(
          Array.from({ length: classes }, (_, i) => String(i)),
          options,
        )
      : volume[name](options);
  try {
    return await segmented.thresholds().run({ signal });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
