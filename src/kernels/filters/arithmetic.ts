/** Codes of the operators, as in both kernels' WGSL. */
export const ARITHMETIC_CODE = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  min: 4,
  max: 5,
  absoluteDifference: 6,
} as const;
