// Discrete Laplacian (7-point stencil): the sum of the second differences along each axis, any dtype to f32; four
// voxels per invocation.
#import grid
#import border
#import quad
#import quad_field
struct Params { src: Grid, dst: Grid, weights: vec3f, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;

// First word of the row of the source at y, z, of the nearest one where that is outside the volume.
fn row_of(y: i32, z: i32) -> u32 {
  let held = clamp(vec2i(y, z), vec2i(), vec2i(params.src.volume_size.yz) - 1) - vec2i(params.src.origin.yz);
  return u32(held.y) * params.src.slice_words + u32(held.x) * params.src.row_words;
}

// Four voxels from x on, counted in the source, a multiple of four.
fn four(row: u32, x: u32) -> vec4f {
  let word = row + (x >> lane_shift(SRC_DTYPE));
  var words = vec4u(src[word]);
  if (lane_shift(SRC_DTYPE) <= 1u) { words.y = src[word + 1u]; }
  if (lane_shift(SRC_DTYPE) == 0u) { words = vec4u(words.xy, src[word + 2u], src[word + 3u]); }
  return quad_floats(unpack_quad(words, SRC_DTYPE), SRC_DTYPE);
}

// One voxel of a row.
fn one(row: u32, x: u32) -> f32 {
  let shift = lane_shift(SRC_DTYPE);
  return raw_to_f32(lane_raw(src[row + (x >> shift)], x & ((1u << shift) - 1u), SRC_DTYPE), SRC_DTYPE);
}

// Second differences between two rows and the own; `outside`: which of the rows lie outside the volume.
fn across(own: vec4f, before: vec4f, after: vec4f, outside: vec2<bool>) -> vec4f {
  if (BORDER != BORDER_CONSTANT) { return (before - own) + (after - own); }
  let beyond = vec4f(params.border_value);
  return (select(before, beyond, outside.x) - own) + (select(after, beyond, outside.y) - own);
}

// One invocation owns four voxels in a row. One step outside the volume, 'reflect' is 'nearest'.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let size = params.dst.size;
  let at = quad_place(flat_index(wid, count, lid, 64u), size);
  if (at.z >= size.z) { return; }
  let p = params.dst.origin + at;
  let n = params.src.volume_size;
  let y = i32(p.y);
  let z = i32(p.z);
  let row = row_of(y, z);
  let x = p.x - params.src.origin.x;
  let own = four(row, x);

  var before = one(row, max(p.x, 1u) - 1u - params.src.origin.x);
  var beyond = one(row, min(p.x + 4u, n.x - 1u) - params.src.origin.x);
  let room = n.x - p.x;
  var ahead = own;
  if (BORDER == BORDER_CONSTANT) {
    before = select(before, params.border_value, p.x == 0u);
    beyond = select(beyond, params.border_value, room <= 4u);
    ahead = vec4f(params.border_value);
  }
  // Behind the volume's last voxel lies that voxel, or the constant.
  ahead = select(vec4f(own.yzw, beyond), ahead, vec4u(1u, 2u, 3u, 4u) >= vec4u(room));
  let low = p == vec3u();
  let high = p + 1u == n;
  let out = params.weights.x * ((vec4f(before, own.xyz) - own) + (ahead - own))
    + params.weights.y * across(own, four(row_of(y - 1, z), x), four(row_of(y + 1, z), x), vec2(low.y, high.y))
    + params.weights.z * across(own, four(row_of(y, z - 1), x), four(row_of(y, z + 1), x), vec2(low.z, high.z));

  let to = word_index(params.dst, p, 0u);
  let stored = size.x - at.x;
  dst[to] = out.x;
  if (stored > 1u) { dst[to + 1u] = out.y; }
  if (stored > 2u) { dst[to + 2u] = out.z; }
  if (stored > 3u) { dst[to + 3u] = out.w; }
}
