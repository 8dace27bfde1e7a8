// Rows of eight voxels of the 8³ blocks of a flood, one for each of 64 invocations, in grids whose rows are whole
// eights of words; what pads them is DRY. The kernel binds `heights`.
#import grid
#import flood_blocks
#import lanes

// The first voxel of a row, its index in the grids, and whether the row lies in the grid.
struct Row { p: vec3u, at: u32, held: bool }

fn row_of(block: vec3u, lid: u32) -> Row {
  let p = block * BLOCK + vec3u(0u, lid & 7u, lid >> 3u);
  let held = all(p.yz < params.grid.size.yz);
  return Row(p, select(0u, p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x, held), held);
}

// Whether there is a row that lies so beside.
fn is_beside(row: Row, offset: vec3i) -> bool {
  let q = vec2i(row.p.yz) + offset.yz;
  return row.held && all(q >= vec2i(0)) && all(q < vec2i(params.grid.size.yz));
}

// How far, in words, the voxel at an offset is.
fn words_to(offset: vec3i) -> u32 {
  return u32(offset.z * i32(params.grid.slice_words) + offset.y * i32(params.grid.row_words) + offset.x);
}

// The voxels before those of a row, or behind them.
fn before(row: Eight, first: u32) -> Eight {
  return Eight(vec4u(first, row.low.xyz), vec4u(row.low.w, row.high.xyz));
}

fn behind_row(row: Eight, last: u32) -> Eight {
  return Eight(vec4u(row.low.yzw, row.high.x), vec4u(row.high.yzw, last));
}

fn all_of(value: u32) -> Eight {
  return Eight(vec4u(value), vec4u(value));
}

fn heights_of(at: u32) -> Eight {
  return Eight(heights[at >> 2u], heights[(at >> 2u) + 1u]);
}

// Whether there is a voxel before a row, or behind it.
fn has_before(row: Row) -> bool { return row.p.x > 0u; }
fn has_behind(row: Row) -> bool { return row.p.x + BLOCK < params.grid.row_words; }

// Heights of the neighbours at an offset of the voxels of a row with heights `own`; DRY outside.
fn heights_beside(row: Row, own: Eight, offset: vec3i) -> Eight {
  if (!is_beside(row, offset)) { return all_of(DRY); }
  let at = row.at + words_to(vec3i(0, offset.yz));
  var there = own;
  if (any(offset.yz != vec2i(0))) { there = heights_of(at); }
  if (offset.x < 0) { return before(there, select(DRY, heights[(at >> 2u) - 1u].w, has_before(row))); }
  if (offset.x > 0) { return behind_row(there, select(DRY, heights[(at >> 2u) + 2u].x, has_behind(row))); }
  return there;
}

// Bits of the voxels of a row for which it is so.
fn bits_of(low: vec4<bool>, high: vec4<bool>) -> u32 {
  return true_bits(low) | (true_bits(high) << 4u);
}
