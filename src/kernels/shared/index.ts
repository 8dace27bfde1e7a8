// Made by scripts/generate.mjs of the .wgsl files beside it.
// Change those, then type: npm run generate

/** Voxels of a row that one word of a bit plane stands for, without the 4 on either side. */
export const PLANE_GROUP = 24;

/** Codes of the rules. */
export const BORDER_REFLECT = 0;

export const BORDER_NEAREST = 1;

export const BORDER_CONSTANT = 2;

/**
 * Columns of voxels along y: an invocation owns up to COLUMN_ROWS of them, so that what is the same
 * for all is worked out once, and neighbouring invocations read and write neighbours.
 */
export const COLUMN_ROWS = 16;

/** What FORM may be. */
export const FORM_LINKS = 0;

export const FORM_CLASSES = 1;

export const SIDES_MIRRORED = 0;

export const SIDES_PERIODIC = 1;

export const SIDES_WALL = 2;

/** Voxels along the edge of a block, and of a block with its shell; voxels of both. */
export const FLOOD_EDGE = 8;

export const FLOOD_VOXELS = 512;

export const FLOOD_SHELL_VOXELS = 1000;

/** Counts that a workgroup sums up by itself at most. */
export const LOCAL_COUNTS = 1024;

export const MESH_TILE = 64;

/** Words that a workgroup writes of moments. */
export const MOMENTS_ROW = 14;

/** Words of 32 voxels whose runs one invocation of components_runs counts: a tile. */
export const TILE_WORDS = 16;

/** Parent entries whose roots one workgroup of components_flatten counts: a block. */
export const BLOCK_RUNS = 1024;

/**
 * Where a path leaves a slab: a bit that says that it does, one that says upwards (along z), and
 * the pixel of the slice behind that face at which it arrives.
 */
export const SLAB_LEAVES = 2147483648;

export const SLAB_UPWARDS = 1073741824;

/** What the last pass of a distance transform writes. */
export const RESULT_ROOT = 0;

export const RESULT_SQUARE = 1;

export const RESULT_WORD = 2;

/** Rows that one invocation of the kernels of total variation owns, in eights of voxels. */
export const TV_ROWS = 16;

/** Places of a line whose windows one invocation sums. */
export const WIDE_RUN = 8;

/**
 * Quads of keys before and behind the voxels of a row: windows reach at most so many voxels times
 * four.
 */
export const MARGIN_QUADS = 2;

/** Voxels along z that one invocation of such kernels owns. */
export const LOCAL_DEPTH = 64;
