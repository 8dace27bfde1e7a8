/** Counts that `noiseDetails` keeps: one for each upper half of a positive finite float's bits. */
export const DETAIL_COUNTS = 0x7f80;
