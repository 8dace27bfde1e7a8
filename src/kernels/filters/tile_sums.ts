/** Edge in voxels of the square tiles of `tileSums`. */
export const TILE = 32;
