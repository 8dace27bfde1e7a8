import { param, type Param } from './params.js';
import { AFFINE, isAffine, Transform } from './transform.js';

/** A transform, or its matrix as {@link Transform.matrix} says; the value is the matrix. */
export function transformParam(
  doc: string,
): Param<readonly number[], Transform | readonly number[], false> {
  return param({
    type: 'numbers',
    doc,
    default: undefined,
    allowed: AFFINE,
    schema: { type: 'array', items: { type: 'number' }, minItems: 12, maxItems: 12 },
    accept: (given): readonly number[] | undefined => {
      const matrix: unknown = given instanceof Transform ? given.matrix : given;
      return isAffine(matrix) ? [...matrix] : undefined;
    },
  });
}
