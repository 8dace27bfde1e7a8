#import grid
// Rows of 32 cells of 2×2×2 voxels of a mask. Reads what its kernels bind: `src`, a mask, and the grid of that name of
// `params`. What the grid does not hold is background.

// The word of the row (y, z) that starts at x, a multiple of 32.
fn word_at(x: i32, y: i32, z: i32) -> u32 {
  let p = vec3i(x, y, z);
  if (any(p < vec3i(params.src.origin))) { return 0u; }
  if (any(p >= vec3i(params.src.origin + params.src.size))) { return 0u; }
  return src[word_index(params.src, vec3u(p), 5u)];
}

// Words of the voxels at the four rows of 32 cells, and of their neighbours along x.
struct Cells { low: vec4u, high: vec4u }

fn cells_at(x: i32, y: i32, z: i32) -> Cells {
  let low = vec4u(word_at(x, y, z), word_at(x, y + 1, z), word_at(x, y, z + 1), word_at(x, y + 1, z + 1));
  let next = vec4u(word_at(x + 32, y, z), word_at(x + 32, y + 1, z), word_at(x + 32, y, z + 1),
                   word_at(x + 32, y + 1, z + 1));
  return Cells(low, (low >> vec4u(1u)) | (next << vec4u(31u)));
}

// Which corners of one of the cells are set: bit x + 2 y + 4 z.
fn cell_code(cells: Cells, lane: u32) -> u32 {
  let low = (cells.low >> vec4u(lane)) & vec4u(1u);
  let high = (cells.high >> vec4u(lane)) & vec4u(1u);
  return dot(low, vec4u(1u, 4u, 16u, 64u)) + dot(high, vec4u(2u, 8u, 32u, 128u));
}
