/** Slices that one invocation of `laplacianEights` owns, of so many rows. */
export const LAPLACIAN_BLOCK = { rows: 2, slices: 16 } as const;
