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

// The best source so far: its level, its steps, how far it is, and its place.
struct Source { level: u32, steps: u32, apart: u32, place: u32 }

// That, or the neighbour at a place if its water is earlier, or as early and nearer.
fn better(best: Source, p: vec3u, place: u32) -> Source {
  let offset = vec3i(i32(place % 3u), i32(place / 3u % 3u), i32(place / 9u)) - 1;
  let q = vec3i(p) + offset;
  if (any(q < vec3i(0)) || any(q >= vec3i(params.src.size))) { return best; }
  let at = index_of(vec3u(q));
  let found = Source(levels[at], steps[at], u32(abs(offset.x) + abs(offset.y) + abs(offset.z)), place);
  let sooner = found.level < best.level || (found.level == best.level &&
    (found.steps < best.steps || (found.steps == best.steps && found.apart < best.apart)));
  if (sooner) { return found; }
  return best;
}

// Where the water of a voxel comes from: of its neighbours the one flooded first, of equals the nearest
// (face, edge, corner), of these the first in raster order. A marker, with no steps, is its own source.
fn source_of(p: vec3u) -> u32 {
  if (any(p >= params.src.size)) { return UNREACHED; }
  let own = index_of(p);
  var best = Source(levels[own], steps[own], 0u, ITSELF);
  if (best.level == DRY) { return UNREACHED; }
  if (best.steps == 0u) { return ITSELF; }
  if (REACH == 1u) {
    best = better(best, p, 4u);
    best = better(best, p, 10u);
    best = better(best, p, 12u);
    best = better(best, p, 14u);
    best = better(best, p, 16u);
    return better(best, p, 22u).place;
  }
  for (var k = 0u; k < 27u; k++) {
    let offset = vec3i(i32(k % 3u), i32(k / 3u % 3u), i32(k / 9u)) - 1;
    if (touches(offset, REACH)) { best = better(best, p, k); }
  }
  return best.place;
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
