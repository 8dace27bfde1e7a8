// Voxel-wise arithmetic as `arithmetic`, for grids without padding that fill their buffers: `units` times sixteen
// voxels.
#import grid
#import quad
#import float_arithmetic
// `units` times 16 voxels.
struct Params { units: u32, value: f32 }
@group(0) @binding(0) var<storage, read>       a: array<vec4u>;
@group(0) @binding(1) var<storage, read>       b: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;
override OPERATION: u32;
// 1 where the second operand is `value`, and where it comes first.
override SCALAR: u32;
override SWAPPED: u32;

// The bits of four floats of one quad of the four of a unit: of 8 bits all of these are in one vector of words.
fn floats(words: vec4u, i: u32, dtype: u32) -> vec4u {
  let shift = lane_shift(dtype);
  var own = words;
  if (shift == 2u) { own = vec4u(words[i]); }
  if (shift == 1u) { own = select(words.xyxy, words.zwzw, (i & 1u) == 1u); }
  return bitcast<vec4u>(quad_floats(unpack_quad(own, dtype), dtype));
}

struct Unit { q0: vec4u, q1: vec4u, q2: vec4u, q3: vec4u }

fn unit_of(w0: vec4u, w1: vec4u, w2: vec4u, w3: vec4u, dtype: u32) -> Unit {
  return Unit(floats(w0, 0u, dtype), floats(w1, 1u, dtype), floats(w2, 2u, dtype), floats(w3, 3u, dtype));
}

fn unit_of_a(unit: u32) -> Unit {
  let shift = lane_shift(A_DTYPE);
  let at = unit << (2u - shift);
  let w = a[at];
  if (shift == 2u) { return unit_of(w, w, w, w, A_DTYPE); }
  let more = a[at + 1u];
  if (shift == 1u) { return unit_of(w, w, more, more, A_DTYPE); }
  return unit_of(w, more, a[at + 2u], a[at + 3u], A_DTYPE);
}

fn unit_of_b(unit: u32) -> Unit {
  if (SCALAR == 1u) {
    let value = bitcast<vec4u>(vec4f(params.value));
    return Unit(value, value, value, value);
  }
  let shift = lane_shift(B_DTYPE);
  let at = unit << (2u - shift);
  let w = b[at];
  if (shift == 2u) { return unit_of(w, w, w, w, B_DTYPE); }
  let more = b[at + 1u];
  if (shift == 1u) { return unit_of(w, w, more, more, B_DTYPE); }
  return unit_of(w, more, b[at + 2u], b[at + 3u], B_DTYPE);
}

fn result_of(x: vec4u, y: vec4u) -> vec4u {
  if (SWAPPED == 1u) { return combined(y, x, OPERATION); }
  return combined(x, y, OPERATION);
}

// As arithmetic.wgsl, for grids without pads that are all of their buffers: words follow each other, and an invocation
// owns sixteen voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let unit = flat_index(wid, count, lid, 64u);
  if (unit >= params.units) { return; }
  let x = unit_of_a(unit);
  let y = unit_of_b(unit);
  let to = unit << 2u;
  dst[to] = result_of(x.q0, y.q0);
  dst[to + 1u] = result_of(x.q1, y.q1);
  dst[to + 2u] = result_of(x.q2, y.q2);
  dst[to + 3u] = result_of(x.q3, y.q3);
}
