/** Voxels that a workgroup of `histogramBytes` takes. */
export const GROUP_BYTES = 32 * 32 * 32;
