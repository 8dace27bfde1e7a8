// How a grid lies in its buffer: the box origin … origin + size of a volume of volume_size voxels,
// rows padded to whole words. Positions are global voxel indices.
struct Grid {
  origin: vec3u,
  row_words: u32,
  size: vec3u,
  slice_words: u32,
  volume_size: vec3u,
  unused: u32,
}

// Workgroups before those of this dispatch, where a large one is cut into several.
@group(1) @binding(0) var<uniform> first_workgroup: u32;

// Index of the flat invocation when a row of workgroups of `width` is folded over x and y.
fn flat_index(workgroup: vec3u, workgroups: vec3u, local: u32, width: u32) -> u32 {
  return (first_workgroup + workgroup.y * workgroups.x + workgroup.x) * width + local;
}

fn grid_words(grid: Grid) -> u32 {
  return grid.slice_words * grid.size.z;
}

// First voxel (global) of a word; `shift` is log2 of the voxels per word.
fn word_position(grid: Grid, word: u32, shift: u32) -> vec3u {
  let z = word / grid.slice_words;
  let rest = word - z * grid.slice_words;
  let y = rest / grid.row_words;
  let x = (rest - y * grid.row_words) << shift;
  return grid.origin + vec3u(x, y, z);
}

// Word that holds a global voxel; the voxel must lie in the grid's box.
fn word_index(grid: Grid, position: vec3u, shift: u32) -> u32 {
  let p = position - grid.origin;
  return p.z * grid.slice_words + p.y * grid.row_words + (p.x >> shift);
}

// How many of a word's voxels, from x on, lie inside the grid's box.
fn valid_lanes(grid: Grid, x: u32, shift: u32) -> u32 {
  return min(1u << shift, grid.origin.x + grid.size.x - x);
}
