/** Values of a digit of `objectDigitsKernel`. */
export const DIGITS = 16;
