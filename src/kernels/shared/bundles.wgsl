// Bundles of neighbouring rows of a mask, for labelling its components: 2 rows along y, and with 18 or 26 neighbours 2
// along z too. What is set in a column of a bundle, its voxels at one x, is connected; so is a node, a stretch of
// columns that are connected within a word of 32. Reads what its kernels bind: `foreground`, `params.bits` and
// `params.slots`; and CONNECTIVITY.
#import runs
#import lanes

// Rows of a bundle along z.
fn bundle_depth() -> u32 {
  return select(2u, 1u, CONNECTIVITY == 6u);
}

// How many bundles there are along x (words), y and z.
fn bundle_counts() -> vec3u {
  let rows = vec2u(2u, bundle_depth());
  return vec3u(params.bits.row_words, (params.bits.size.yz + rows - vec2u(1u)) / rows);
}

// The bundle of an invocation, along x first; its z lies behind the last where there is none.
fn bundle_of(index: u32) -> vec3i {
  let counts = bundle_counts();
  let line = index / counts.x;
  let layer = line / counts.y;
  return vec3i(vec3u(index - line * counts.x, line - layer * counts.y, layer));
}

fn is_bundle(bundle: vec3i) -> bool {
  return u32(bundle.z) < bundle_counts().z;
}

// Where the word of a row of a bundle lies. Rows go along y, then along z.
fn row_word(bundle: vec3i, row: u32) -> u32 {
  let y = 2u * u32(bundle.y) + (row & 1u);
  let z = bundle_depth() * u32(bundle.z) + (row >> 1u);
  return z * params.bits.slice_words + y * params.bits.row_words + u32(bundle.x);
}

fn has_row(bundle: vec3i, row: u32) -> bool {
  let y = 2 * bundle.y + i32(row & 1u);
  let z = i32(bundle_depth()) * bundle.z + i32(row >> 1u);
  return bundle.x >= 0 && y >= 0 && z >= 0 && y < i32(params.bits.size.y) && z < i32(params.bits.size.z);
}

// The voxels of a row of a bundle; none outside of the box.
fn row_at(bundle: vec3i, row: u32) -> u32 {
  let inside = has_row(bundle, row);
  return select(0u, foreground[select(0u, row_word(bundle, row), inside)], inside);
}

fn rows_at(bundle: vec3i) -> vec4u {
  let front = vec2u(row_at(bundle, 0u), row_at(bundle, 1u));
  if (CONNECTIVITY == 6u) { return vec4u(front, 0u, 0u); }
  return vec4u(front, row_at(bundle, 2u), row_at(bundle, 3u));
}

// Rows moved up by one voxel, behind the last voxels of the words before.
fn moved_up(rows: vec4u, before: vec4u) -> vec4u {
  return (rows << vec4u(1u)) | (before >> vec4u(31u));
}

// The columns that are connected with the column before them, whose voxels `up` has in their place.
fn joined_columns(rows: vec4u, up: vec4u) -> u32 {
  if (CONNECTIVITY == 6u) { return joined_bits(rows & up); }
  if (CONNECTIVITY == 26u) { return joined_bits(rows) & joined_bits(up); }
  // All but opposite rows.
  return joined_bits(rows & (vec4u(up.x, up.y, up.z, up.w) | up.yxwz | up.zwxy));
}

// The columns where a node starts.
fn node_starts(rows: vec4u) -> u32 {
  return joined_bits(rows) & ~joined_columns(rows, rows << vec4u(1u));
}

// The columns from the start of a bit's node to the start of the next.
fn node_at(starts: u32, bit: u32) -> u32 {
  let up_to = bit | (bit - 1u);
  let first = 1u << (firstLeadingBit(starts & up_to) & 31u);
  return (lowest_bit(starts & ~up_to) - 1u) & ~(first - 1u);
}

// The place of a node's first voxel, in raster order, among those where a first voxel may be: its number. No two nodes
// of a row start in neighbouring voxels, so that there is one for every two voxels.
fn node_number(bundle: vec3i, rows: vec4u, node: u32) -> u32 {
  let own = rows & vec4u(node);
  let row = select(select(select(3u, 2u, own.z != 0u), 1u, own.y != 0u), 0u, own.x != 0u);
  let voxels = select(select(select(own.w, own.z, own.z != 0u), own.y, own.y != 0u), own.x, own.x != 0u);
  return row_word(bundle, row) * params.slots + (firstTrailingBit(voxels) >> 1u);
}

// Voxels of the face towards the slice before, and of the face at the slice behind.
fn front_face(rows: vec4u) -> vec2u {
  return rows.xy;
}

fn back_face(rows: vec4u) -> vec2u {
  if (CONNECTIVITY == 6u) { return rows.xy; }
  return rows.zw;
}

// The columns that touch those of the bundle before along z, straight across.
fn straight_along_z(rows: vec4u, before: vec4u) -> u32 {
  let own = front_face(rows);
  let other = back_face(before);
  if (CONNECTIVITY == 6u) { return (own.x & other.x) | (own.y & other.y); }
  return (own.x | own.y) & (other.x | other.y);
}
