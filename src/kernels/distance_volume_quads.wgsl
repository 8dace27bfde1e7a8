#import grid
#import voxel
#import squared_distance
struct Params { src: Grid, dst: Grid, weight: u32, outside: u32, none: u32, scale: f32 }
@group(0) @binding(0) var<storage, read>       src: array<vec2u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override RESULT: u32;

// Squared distances within the plane of four neighbours along x.
fn squares(z: u32, column: u32) -> vec4u {
  let words = src[z * (params.src.slice_words >> 1u) + column];
  return vec4u(words.x & 0xffffu, words.x >> 16u, words.y & 0xffffu, words.y >> 16u);
}

fn by_way_of(s: vec4u, k: i32) -> vec4u {
  return s + params.weight * u32(k * k);
}

// What is known before looking: nothing, or the slices of background before and behind the volume.
fn at_edge(z: u32) -> vec4u {
  if (params.outside == 0u) { return vec4u(params.none); }
  let k = max(1, min(i32(z) + 1, i32(params.src.size.z) - i32(z)));
  return vec4u(min(params.weight * u32(k * k), params.none));
}

fn write_slice(z: u32, at: u32, d: vec4u) {
  if (z >= params.dst.size.z) { return; }
  dst[z * (params.dst.slice_words >> 2u) + at] = vec4u(
    finished(d.x, params.none, params.scale, 0u, RESULT), finished(d.y, params.none, params.scale, 0u, RESULT),
    finished(d.z, params.none, params.scale, 0u, RESULT), finished(d.w, params.none, params.scale, 0u, RESULT));
}

// As distance_volume, for integers of 16 bits in rows of whole quads: one invocation owns four neighbours along x in
// each of eight slices, and reads and writes them at once.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  if (4u * id.x >= size.x || id.y >= size.y) { return; }
  let column = id.y * (params.src.row_words >> 1u) + id.x;
  let end = size.z - 1u;
  let z0 = id.z << 3u;
  var d0 = at_edge(z0); var d1 = at_edge(z0 + 1u); var d2 = at_edge(z0 + 2u); var d3 = at_edge(z0 + 3u);
  var d4 = at_edge(z0 + 4u); var d5 = at_edge(z0 + 5u); var d6 = at_edge(z0 + 6u); var d7 = at_edge(z0 + 7u);
  let count = min(8u, size.z - z0);
  for (var j = 0u; j < count; j++) {
    let s = squares(z0 + j, column);
    let k = i32(j);
    d0 = min(d0, by_way_of(s, k)); d1 = min(d1, by_way_of(s, k - 1));
    d2 = min(d2, by_way_of(s, k - 2)); d3 = min(d3, by_way_of(s, k - 3));
    d4 = min(d4, by_way_of(s, k - 4)); d5 = min(d5, by_way_of(s, k - 5));
    d6 = min(d6, by_way_of(s, k - 6)); d7 = min(d7, by_way_of(s, k - 7));
  }
  // Beyond the ends the last slice is read again, at a distance that is too long to matter.
  let reach = i32(max(z0, end - z0));
  for (var k = 1; k <= reach; k++) {
    let farthest = largest(max(max(max(d0, d1), max(d2, d3)), max(max(d4, d5), max(d6, d7))));
    if (params.weight * u32(k * k) >= farthest) { break; }
    let s = squares(u32(max(i32(z0) - k, 0)), column);
    let t = squares(min(z0 + 7u + u32(k), end), column);
    d0 = min(d0, min(by_way_of(s, k), by_way_of(t, k + 7)));
    d1 = min(d1, min(by_way_of(s, k + 1), by_way_of(t, k + 6)));
    d2 = min(d2, min(by_way_of(s, k + 2), by_way_of(t, k + 5)));
    d3 = min(d3, min(by_way_of(s, k + 3), by_way_of(t, k + 4)));
    d4 = min(d4, min(by_way_of(s, k + 4), by_way_of(t, k + 3)));
    d5 = min(d5, min(by_way_of(s, k + 5), by_way_of(t, k + 2)));
    d6 = min(d6, min(by_way_of(s, k + 6), by_way_of(t, k + 1)));
    d7 = min(d7, min(by_way_of(s, k + 7), by_way_of(t, k)));
  }
  // Beyond `none` the narrow words of the earlier passes may have missed what is nearer.
  if (largest(max(max(max(d0, d1), max(d2, d3)), max(max(d4, d5), max(d6, d7)))) >= params.none) {
    if (atomicLoad(&found[1]) == 0u) { atomicStore(&found[1], 1u); }
  }
  let at = id.y * (params.dst.row_words >> 2u) + id.x;
  write_slice(z0, at, d0); write_slice(z0 + 1u, at, d1); write_slice(z0 + 2u, at, d2); write_slice(z0 + 3u, at, d3);
  write_slice(z0 + 4u, at, d4); write_slice(z0 + 5u, at, d5); write_slice(z0 + 6u, at, d6); write_slice(z0 + 7u, at, d7);
}
