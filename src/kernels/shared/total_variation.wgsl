// Rows that one invocation of the kernels of total variation owns, in eights of voxels.
const TV_ROWS = 16u; // export TV_ROWS
