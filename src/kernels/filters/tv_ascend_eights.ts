/** Rows that one invocation of `tvAscendEights` and of `tvRestoreEights` owns. */
export const TV_ROWS = 16;
