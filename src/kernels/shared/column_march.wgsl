// Columns of voxels along y: an invocation owns up to COLUMN_ROWS of them, so that what is the same for all is worked
// out once, and neighbouring invocations read and write neighbours.
const COLUMN_ROWS = 16u; // export COLUMN_ROWS

// First voxel, within a box of `size`, of the piece of a column with an index.
fn column_place(index: u32, size: vec3u) -> vec3u {
  let pieces = (size.y + COLUMN_ROWS - 1u) / COLUMN_ROWS;
  let line = index / size.x;
  let z = line / pieces;
  return vec3u(index - line * size.x, COLUMN_ROWS * (line - z * pieces), z);
}
