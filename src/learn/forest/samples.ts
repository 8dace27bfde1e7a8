import { invalidArgument } from '../../recipe/errors.js';
import { MOST_CLASSES, MOST_FEATURES } from './forest_data.js';

/** Labelled voxels, of which a forest learns. */
export interface Samples {
  /** A row of `features` values for each sample, all finite. */
  readonly values: Float32Array;
  /** The class of each sample, 0 … `classes` − 1; every class has some. */
  readonly labels: Uint8Array;
  /** The stroke that each sample was painted with: any number, the same within a stroke. */
  readonly strokes: Uint32Array;
  readonly classes: number;
  readonly features: number;
}

/** Refuses samples that are not what {@link Samples} says. */
export function checkSamples(op: string, samples: Samples): void {
  const { values, labels, strokes, classes, features } = samples;
  const within = (name: string, n: number, least: number, most: number): void => {
    if (!Number.isInteger(n) || n < least || n > most)
      throw invalidArgument(op, name, n, `whole numbers ${String(least)} … ${String(most)}`);
  };
  within('classes', classes, 2, MOST_CLASSES);
  within('features', features, 1, MOST_FEATURES);
  const { length } = labels;
  if (strokes.length !== length || values.length !== length * features)
    throw invalidArgument(
      op,
      'samples',
      [length, strokes.length, values.length],
      'as many labels as strokes, and a row of values for each',
    );
  const counts = new Uint32Array(256);
  for (const label of labels) counts[label]! += 1;
  for (let c = 0; c < 256; c += 1)
    if (c < classes !== counts[c]! > 0)
      throw invalidArgument(
        op,
        'labels',
        c,
        c < classes
          ? `samples of each of ${String(classes)} classes; paint some of class ${String(c)}`
          : `classes 0 … ${String(classes - 1)}`,
      );
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0)
    throw invalidArgument(
      op,
      'values',
      values[odd],
      `finite values; feature ${String(odd % features)} of sample ${String(Math.floor(odd / features))} is not: paint where the volume has data`,
    );
}

/**
 * Strokes numbered from 0, class after class: two of one number in different classes are two
 * strokes.
 */
export interface NumberedStrokes {
  /** The stroke of each sample. */
  readonly of: Uint32Array;
  /** The class of each stroke, rising. */
  readonly classOf: Uint8Array;
}

/** Numbers the strokes of samples; those of a class in the order of their own numbers. */
export function numberStrokes({ labels, strokes }: Samples): NumberedStrokes {
  const keyOf = (i: number): number => labels[i]! * 2 ** 32 + strokes[i]!;
  const keys = new Set<number>();
  for (let i = 0; i < labels.length; i += 1) keys.add(keyOf(i));
  const rising = Float64Array.from(keys).sort();
  const numbers = new Map(Array.from(rising, (key, n) => [key, n]));
  return {
    of: Uint32Array.from(labels, (_, i) => numbers.get(keyOf(i))!),
    classOf: Uint8Array.from(rising, (key) => Math.floor(key / 2 ** 32)),
  };
}
