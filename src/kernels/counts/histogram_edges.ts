/** Most bins that `histogramEdges` takes. */
export const MOST_BINS = 4096;
