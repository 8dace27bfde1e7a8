/** Quads before and behind the voxels of a row: windows reach at most so many voxels times four. */
export const MARGIN_QUADS = 2;
