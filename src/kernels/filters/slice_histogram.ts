/** Bins that `sliceHistogram` has for each slice. */
export const SLICE_BINS = 1024;
