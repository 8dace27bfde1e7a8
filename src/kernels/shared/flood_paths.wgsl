// Paths of steepest descent: every voxel points at the next voxel of its path, until a terminal, whose word says so in
// its highest bit. Within a block paths are followed in workgroup memory: what is written leads out of the block.
#import flood_rows

// Pointers below lead to a voxel of the block: 64 · place in its row + row; others, less this, to one by its index.
const WITHIN = 512u;
// The next voxels of the block's. Rows lie side by side, so that their invocations use different banks.
var<workgroup> next: array<u32, WITHIN>;

// Pointers from the voxels of a row to their neighbours at an offset.
fn pointers(row: Row, lid: u32, offset: vec3i) -> Eight {
  let low = vec4u(0u, 1u, 2u, 3u);
  let high = vec4u(4u, 5u, 6u, 7u);
  let far = row.at + words_to(offset) + WITHIN;
  var found = Eight(low + far, high + far);
  let beside = vec2i(vec2u(lid & 7u, lid >> 3u)) + offset.yz;
  if (all(beside >= vec2i(0)) && all(beside < vec2i(8))) {
    let near = u32(i32(lid) + 64 * offset.x + 8 * offset.z + offset.y);
    found = Eight(64u * low + near, 64u * high + near);
    if (offset.x < 0) { found.low.x = far; }
    if (offset.x > 0) { found.high.w = far + 7u; }
  }
  return found;
}

fn follow_within(pointer: u32) -> u32 {
  var to = pointer;
  while (to < WITHIN) { to = next[to]; }
  return select(to - WITHIN, to, to >= TERMINAL);
}

// Follows the pointers of all rows of a block to where they leave it or end. To be called by all its invocations.
fn paths_out(lid: u32, row: Eight) -> Eight {
  next[lid] = row.low.x;
  next[64u + lid] = row.low.y;
  next[128u + lid] = row.low.z;
  next[192u + lid] = row.low.w;
  next[256u + lid] = row.high.x;
  next[320u + lid] = row.high.y;
  next[384u + lid] = row.high.z;
  next[448u + lid] = row.high.w;
  workgroupBarrier();
  return Eight(
    vec4u(follow_within(row.low.x), follow_within(row.low.y), follow_within(row.low.z), follow_within(row.low.w)),
    vec4u(follow_within(row.high.x), follow_within(row.high.y), follow_within(row.high.z), follow_within(row.high.w)));
}
