/** Cells of the block that one workgroup of `objectCells` owns. */
export const CELLS_BLOCK = [32, 16, 16] as const;

/** Words that a kind of cell adds: 14 counters of half a word in 7, two sums with a sign, and one that grows to two words. */
export const CELL_WORDS = { packed: 7, signed: 2, all: 10 } as const;

/** A cell may add this much at most to the sum that grows: the 8,192 cells of a block fit a word. */
export const CELL_LONG_MOST = 2 ** 19 - 1;
