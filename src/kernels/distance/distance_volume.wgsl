// Euclidean distance transform, third pass (Saito and Toriwaki): from squared distances within planes to distances
// (f32), squared distances (f32) or the words of squared distances, of the slices of dst, which begin `lead` slices
// behind those of src. `found[1]` becomes 1 where one is `none` or more.
#import grid
#import voxel
#import squared_distance
struct Params { src: Grid, dst: Grid, lead: u32, weight: u32, outside: u32, none: u32, scale: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override FLOAT: u32;
override SRC_DTYPE: u32;
override RESULT: u32;

// Squared distances within the plane of two neighbours along x.
fn squares(z: u32, column: u32, second: u32) -> vec2u {
  let at = z * params.src.slice_words + column;
  if (SRC_DTYPE == U16) {
    let word = src[at];
    return vec2u(word & 0xffffu, word >> 16u);
  }
  return vec2u(src[at], src[at + second]);
}

fn by_way_of(s: u32, k: i32) -> vec4u {
  let steps = vec4u(weighted_square(k, params.weight, FLOAT), weighted_square(k - 1, params.weight, FLOAT),
    weighted_square(k - 2, params.weight, FLOAT), weighted_square(k - 3, params.weight, FLOAT));
  return plus(steps, s, FLOAT);
}

// The bound before the search: none, or the distance to the background outside the volume.
fn at_edge(z: u32) -> u32 {
  if (params.outside == 0u) { return params.none; }
  let k = max(1, min(i32(z) + 1, i32(params.src.size.z) - i32(z)));
  return min(weighted_square(k, params.weight, FLOAT), params.none);
}

fn note_none() {
  if (atomicLoad(&found[1]) == 0u) { atomicStore(&found[1], 1u); }
}

fn write_slice(z: u32, at: u32, two: bool, a: u32, b: u32) {
  if (z >= params.dst.size.z) { return; }
  // At `none` and beyond, the earlier passes may have missed something nearer, or it lies in no slice of src.
  if (max(a, b) >= params.none) { note_none(); }
  let to = z * params.dst.slice_words + at;
  dst[to] = finished(a, params.none, params.scale, FLOAT, RESULT);
  if (two) { dst[to + 1u] = finished(b, params.none, params.scale, FLOAT, RESULT); }
}

// One invocation owns two neighbours along x in each of eight slices. It looks outwards along z until no farther slice
// can be nearer to any of the eight; each word that it loads serves all eight slices.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  let x = 2u * id.x;
  if (x >= size.x || id.y >= size.y) { return; }
  let two = x + 1u < size.x;
  let second = select(0u, 1u, two);
  let column = id.y * params.src.row_words + select(x, id.x, SRC_DTYPE == U16);
  let end = size.z - 1u;
  // Slices of dst, and of src.
  let to = id.z << 3u;
  let z0 = params.lead + to;
  // Voxel x in slices z0 … z0 + 3 and z0 + 4 … z0 + 7, and its neighbour x + 1.
  var a = vec4u(at_edge(z0), at_edge(z0 + 1u), at_edge(z0 + 2u), at_edge(z0 + 3u));
  var b = vec4u(at_edge(z0 + 4u), at_edge(z0 + 5u), at_edge(z0 + 6u), at_edge(z0 + 7u));
  var c = a;
  var d = b;
  let count = min(8u, size.z - z0);
  for (var j = 0u; j < count; j++) {
    let s = squares(z0 + j, column, second);
    let k = i32(j);
    a = min(a, by_way_of(s.x, k)); b = min(b, by_way_of(s.x, k - 4));
    c = min(c, by_way_of(s.y, k)); d = min(d, by_way_of(s.y, k - 4));
  }
  // Beyond the ends the last slice is read again, at a distance that is too long to matter.
  let reach = i32(max(z0, end - z0));
  for (var k = 1; k <= reach; k++) {
    let farthest = largest(max(max(a, b), max(c, d)));
    if (weighted_square(k, params.weight, FLOAT) >= farthest) { break; }
    let s = squares(u32(max(i32(z0) - k, 0)), column, second);
    let t = squares(min(z0 + 7u + u32(k), end), column, second);
    a = min(a, min(by_way_of(s.x, -k), by_way_of(t.x, k + 7)));
    b = min(b, min(by_way_of(s.x, -k - 4), by_way_of(t.x, k + 3)));
    c = min(c, min(by_way_of(s.y, -k), by_way_of(t.y, k + 7)));
    d = min(d, min(by_way_of(s.y, -k - 4), by_way_of(t.y, k + 3)));
  }
  let at = id.y * params.dst.row_words + x;
  write_slice(to, at, two, a.x, c.x); write_slice(to + 1u, at, two, a.y, c.y);
  write_slice(to + 2u, at, two, a.z, c.z); write_slice(to + 3u, at, two, a.w, c.w);
  write_slice(to + 4u, at, two, b.x, d.x); write_slice(to + 5u, at, two, b.y, d.y);
  write_slice(to + 6u, at, two, b.z, d.z); write_slice(to + 7u, at, two, b.w, d.w);
}
