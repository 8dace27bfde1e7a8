// Classes of coefficients by phase code.
import { invalidArgument } from '../recipe/errors.js';

/** The different coefficients by class, 0 being none; and the class of each code. */
export function classesOf(
  op: string,
  coefficients: Float32Array<ArrayBuffer>,
): { classes: Uint32Array<ArrayBuffer>; values: Float32Array<ArrayBuffer> } {
  const different = [0, ...new Set(coefficients.filter((value) => value > 0))];
  if (different.length > 256)
    throw invalidArgument(
      op,
      'coefficients',
      `${String(different.length - 1)} values`,
      'at most 255',
    );
  const values = new Float32Array(256);
  values.set(different);
  return { classes: Uint32Array.from(coefficients, (value) => different.indexOf(value)), values };
}
