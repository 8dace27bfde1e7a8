// Slice corrections: a polynomial and a gain per slice.

/** What {@link flatten} takes out: a polynomial per slice of ten terms, and a gain per slice. */
export interface SliceCorrection {
  /**
   * Ten terms per slice: 1, x, y, x², xy, y², x³, x²y, xy², y³, with x and y from −1 to 1 across
   * the volume.
   */
  readonly terms: Float64Array<ArrayBuffer>;
  readonly gains: Float64Array<ArrayBuffer>;
  /** Whether the polynomial is the logarithm of a factor. */
  readonly factor: boolean;
}

/** Terms of a polynomial of degree 3 in two variables. */
export const TERMS = 10;

/** How many of the terms polynomials of a degree have. */
export function termsOfDegree(degree: number): number {
  return ((degree + 1) * (degree + 2)) / 2;
}
