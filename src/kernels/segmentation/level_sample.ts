/** Voxels of a row that one draw of `levelSample` counts. */
export const DRAWN = 8;
