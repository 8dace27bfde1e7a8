/** Rows and slices that one invocation of `diffuseEights` owns. */
export const DIFFUSE_BLOCK = { rows: 2, slices: 16 } as const;
