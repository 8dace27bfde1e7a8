// Euclidean distance transform of labels or phases, second and third pass: distances to the nearest voxel of another
// value, along y (AXIS 1: from u16 distances along rows to squares) or along z (AXIS 2: from squares to what RESULT
// says).
#import grid
#import voxel
#import squared_distance
struct Params { values: Grid, src: Grid, dst: Grid, row_weight: u32, weight: u32, outside: u32, none: u32, scale: f32 }
@group(0) @binding(0) var<storage, read>       values: array<u32>;
@group(0) @binding(1) var<storage, read>       src: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override FLOAT: u32;
override VALUES_DTYPE: u32;
// 1: along y, from u16 distances along rows to squares. 2: along z, from squares to the result.
override AXIS: u32;
override RESULT: u32;
override ZERO_IS_BACKGROUND: u32;
// 1: distances, in half voxels, to the faces of other voxels instead of their centres.
override TO_FACES: u32;

fn steps_to(k: vec4i) -> vec4u {
  let centres = vec4u(abs(k));
  if (TO_FACES == 0u) { return centres; }
  return 2u * centres - select(vec4u(), vec4u(1u), centres > vec4u());
}

// Squared distance along the axis over k voxels.
fn step_square(k: i32, weight: u32, float: u32) -> u32 {
  return weighted_square(i32(steps_to(vec4i(k)).x), weight, float);
}

fn value(p: vec3u) -> u32 {
  let shift = lane_shift(VALUES_DTYPE);
  let at = p.z * params.values.slice_words + p.y * params.values.row_words + (p.x >> shift);
  return lane_raw(values[at], p.x & ((1u << shift) - 1u), VALUES_DTYPE);
}

fn square(p: vec3u) -> u32 {
  let row = p.z * params.src.slice_words + p.y * params.src.row_words;
  if (AXIS == 2u) { return src[row + p.x]; }
  let g = lane_raw(src[row + (p.x >> 1u)], p.x & 1u, U16);
  return select(weighted_squares(steps_to(vec4i(i32(g))), params.row_weight, FLOAT).x, params.none, g == 0xffffu);
}

// Squared distances of four voxels in a row along the axis by way of another voxel, k before the first of them. If that
// voxel has another value itself, it is k away. If it has the same value, then what differs from it differs from them
// too.
fn by_way_of(s: u32, v: u32, own: vec4u, k: i32) -> vec4u {
  let steps = vec4u(step_square(k, params.weight, FLOAT), step_square(k + 1, params.weight, FLOAT),
    step_square(k + 2, params.weight, FLOAT), step_square(k + 3, params.weight, FLOAT));
  return select(steps, plus(steps, s, FLOAT), own == vec4u(v));
}

fn at_edge(i: u32, n: u32) -> u32 {
  if (params.outside == 0u) { return params.none; }
  let k = max(1, min(i32(i) + 1, i32(n) - i32(i)));
  return min(step_square(k, params.weight, FLOAT), params.none);
}

fn write(p: vec3u, own: u32, d: u32) {
  var word = select(d, 0u, ZERO_IS_BACKGROUND != 0u && own == 0u);
  if (AXIS == 2u) { word = finished(word, params.none, params.scale, FLOAT, RESULT); }
  dst[p.z * params.dst.slice_words + p.y * params.dst.row_words + p.x] = word;
}

// One invocation owns eight voxels in a row along the axis. It looks outwards from them until no farther voxel can be
// nearer to any of them; each voxel that it loads serves all eight.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  let along = select(vec3u(0u, 1u, 0u), vec3u(0u, 0u, 1u), AXIS == 2u);
  let n = dot(size, along);
  let first = id + 7u * id * along;
  if (any(first >= size)) { return; }
  let i0 = dot(first, along);
  let base = first - i0 * along;
  let end = n - 1u;
  let own_a = vec4u(value(first), value(base + along * min(i0 + 1u, end)),
    value(base + along * min(i0 + 2u, end)), value(base + along * min(i0 + 3u, end)));
  let own_b = vec4u(value(base + along * min(i0 + 4u, end)), value(base + along * min(i0 + 5u, end)),
    value(base + along * min(i0 + 6u, end)), value(base + along * min(i0 + 7u, end)));
  var a = vec4u(at_edge(i0, n), at_edge(i0 + 1u, n), at_edge(i0 + 2u, n), at_edge(i0 + 3u, n));
  var b = vec4u(at_edge(i0 + 4u, n), at_edge(i0 + 5u, n), at_edge(i0 + 6u, n), at_edge(i0 + 7u, n));
  let count = min(8u, n - i0);
  for (var j = 0u; j < count; j++) {
    let s = square(first + j * along);
    let v = select(own_b[j & 3u], own_a[j & 3u], j < 4u);
    a = min(a, by_way_of(s, v, own_a, -i32(j)));
    b = min(b, by_way_of(s, v, own_b, 4 - i32(j)));
  }
  let reach = max(i0, end - i0);
  for (var k = 1u; k <= reach; k++) {
    let farthest = largest(max(a, b));
    if (step_square(i32(k), params.weight, FLOAT) >= farthest) { break; }
    if (k <= i0) {
      let p = base + along * (i0 - k);
      let s = square(p);
      let v = value(p);
      a = min(a, by_way_of(s, v, own_a, i32(k)));
      b = min(b, by_way_of(s, v, own_b, i32(k) + 4));
    }
    if (i0 + 7u + k <= end) {
      let p = base + along * (i0 + 7u + k);
      let s = square(p);
      let v = value(p);
      a = min(a, by_way_of(s, v, own_a, -7 - i32(k)));
      b = min(b, by_way_of(s, v, own_b, -3 - i32(k)));
    }
  }
  for (var j = 0u; j < count; j++) {
    let d = select(b[j & 3u], a[j & 3u], j < 4u);
    let own = select(own_b[j & 3u], own_a[j & 3u], j < 4u);
    write(first + j * along, own, d);
  }
}
