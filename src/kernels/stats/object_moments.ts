/** Voxels of the block that one workgroup of `objectMomentsKernel` owns. */
export const MOMENTS_BLOCK = [32, 16, 16] as const;
