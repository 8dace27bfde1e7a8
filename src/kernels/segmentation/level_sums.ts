/** Voxels that a workgroup of `levelSums` takes: their keys' sum fits a word. */
export const GROUP_VOXELS = 64 * 16 * 32;

/** Words of the `sums` of `levelSums` before the counts of keys. */
export const SUM_WORDS = 29;
