/** Units of length by powers of ten of a metre; 'px' is none. */
export const METRE_EXPONENTS: Readonly<Record<string, number>> = {
  pm: -12,
  Å: -10,
  nm: -9,
  µm: -6,
  mm: -3,
  cm: -2,
  m: 0,
};
