/** Words that every workgroup of `blockCounts` writes: six sums for blocks of 2, six of 4. */
export const BLOCK_COUNTS_ROW = 12;
