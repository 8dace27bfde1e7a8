/** Most bins, over all copies, that a workgroup of `histogramWindow` holds. */
export const WINDOW_WORDS = 4096;
