// Quads of keys before and behind the voxels of a row: windows reach at most so many voxels times four.
const MARGIN_QUADS = 2u; // export MARGIN_QUADS
