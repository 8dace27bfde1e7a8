#import grid
#import flood_blocks
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       levels: array<u32>;
@group(0) @binding(1) var<storage, read>       steps: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override REACH: u32;

// Places in the 3×3×3 neighbourhood in raster order; 13 is the voxel itself.
const ITSELF = 13u;
const UNREACHED = 27u;

fn index_of(p: vec3u) -> u32 {
  return p.z * params.src.slice_words + p.y * params.src.row_words + p.x;
}

// Where the water of a voxel comes from: of its neighbours the one flooded first, of equals the nearest
// (face, edge, corner), of these the first in raster order. A marker, with no steps, is its own source.
fn source_of(p: vec3u) -> u32 {
  if (any(p >= params.src.size)) { return UNREACHED; }
  let own = index_of(p);
  let own_level = levels[own];
  if (own_level == DRY) { return UNREACHED; }
  if (steps[own] == 0u) { return ITSELF; }
  var best = vec3u(own_level, steps[own], 0u);
  var source = ITSELF;
  for (var k = 0u; k < 27u; k++) {
    let offset = vec3i(i32(k % 3u), i32(k / 3u % 3u), i32(k / 9u)) - 1;
    let q = vec3i(p) + offset;
    if (!touches(offset, REACH) || any(q < vec3i(0)) || any(q >= vec3i(params.src.size))) { continue; }
    let at = index_of(vec3u(q));
    let level = levels[at];
    if (level > best.x) { continue; }
    let found = vec3u(level, steps[at], u32(abs(offset.x) + abs(offset.y) + abs(offset.z)));
    let tie = found.x == best.x;
    if (!tie || found.y < best.y || (found.y == best.y && found.z < best.z)) {
      best = found;
      source = k;
    }
  }
  return source;
}

// One invocation owns four voxels in a row.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.dst.row_words || id.y >= params.src.size.y) { return; }
  let p = vec3u(id.x << 2u, id.yz);
  var word = 0u;
  for (var k = 0u; k < 4u; k++) {
    word |= source_of(p + vec3u(k, 0u, 0u)) << (8u * k);
  }
  dst[id.z * params.dst.slice_words + id.y * params.dst.row_words + id.x] = word;
}
