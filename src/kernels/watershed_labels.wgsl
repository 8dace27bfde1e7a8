#import grid
struct Params { sources: Grid, markers: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       sources: array<u32>;
@group(0) @binding(1) var<storage, read>       markers: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;

const ITSELF = 13u;
const UNREACHED = 27u;

fn source_at(byte: i32) -> u32 {
  return extractBits(sources[u32(byte) >> 2u], (u32(byte) & 3u) << 3u, 8u);
}

// One invocation owns one voxel and walks up its water to the marker it comes from. Every step goes to a
// voxel that was flooded before, so that every walk ends.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id >= params.dst.size)) { return; }
  let pitch = i32(params.sources.row_words << 2u);
  let slice = i32(params.sources.slice_words << 2u);
  let to = id.z * params.dst.slice_words + id.y * params.dst.row_words + id.x;
  var byte = i32(id.z) * slice + i32(id.y) * pitch + i32(id.x);
  var source = source_at(byte);
  if (source == UNREACHED) {
    dst[to] = 0u;
    return;
  }
  while (source != ITSELF) {
    let z = source / 9u;
    let y = (source - 9u * z) / 3u;
    byte += (i32(z) - 1) * slice + (i32(y) - 1) * pitch + i32(source - 9u * z - 3u * y) - 1;
    source = source_at(byte);
  }
  let p = word_position(params.sources, u32(byte) >> 2u, 2u) + vec3u(u32(byte) & 3u, 0u, 0u);
  dst[to] = markers[word_index(params.markers, p, 0u)];
}
