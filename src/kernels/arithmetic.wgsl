#import grid
#import quad
// `operation` as ARITHMETIC_CODE in arithmetic.ts. Where `scalar` is 1, the second operand is `value`.
struct Params { a: Grid, b: Grid, dst: Grid, operation: u32, swapped: u32, scalar: u32, value: f32 }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;

// The bits of the quad of `a` at a global position.
fn quad_of_a(p: vec3u) -> vec4u {
  let shift = lane_shift(A_DTYPE);
  let w = word_index(params.a, p, shift);
  var words = vec4u(a[w], 0u, 0u, 0u);
  if (shift == 1u) { words.y = a[w + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, a[w + 1u], a[w + 2u], a[w + 3u]); }
  return unpack_quad(words, A_DTYPE);
}

fn quad_of_b(p: vec3u) -> vec4u {
  if (params.scalar == 1u) { return bitcast<vec4u>(vec4f(params.value)); }
  let shift = lane_shift(B_DTYPE);
  let w = word_index(params.b, p, shift);
  var words = vec4u(b[w], 0u, 0u, 0u);
  if (shift == 1u) { words.y = b[w + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, b[w + 1u], b[w + 2u], b[w + 3u]); }
  return bitcast<vec4u>(quad_floats(unpack_quad(words, B_DTYPE), B_DTYPE));
}

fn combine(x: vec4f, y: vec4f) -> vec4f {
  switch params.operation {
    case 0u: { return x + y; }
    case 1u: { return x - y; }
    case 2u: { return x * y; }
    case 3u: { return x / y; }
    case 4u: { return min(x, y); }
    case 5u: { return max(x, y); }
    default: { return abs(x - y); }
  }
}

// One invocation owns four words of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let quad = flat_index(wid, count, lid, 64u);
  let row_quads = (params.dst.size.x + 3u) >> 2u;
  let slice_quads = row_quads * params.dst.size.y;
  if (quad >= slice_quads * params.dst.size.z) { return; }
  let z = quad / slice_quads;
  let y = (quad - z * slice_quads) / row_quads;
  let x = (quad - z * slice_quads - y * row_quads) << 2u;
  let p = params.dst.origin + vec3u(x, y, z);

  let raw_a = bitcast<vec4u>(quad_floats(quad_of_a(p), A_DTYPE));
  let raw_b = quad_of_b(p);
  let first = select(raw_a, raw_b, params.swapped == 1u);
  let second = select(raw_b, raw_a, params.swapped == 1u);
  // NaN is told by its bits: compilers may assume that there is none.
  let magnitude = max(raw_a & vec4u(0x7fffffffu), raw_b & vec4u(0x7fffffffu));
  let found = bitcast<vec4u>(combine(bitcast<vec4f>(first), bitcast<vec4f>(second)));
  let result = select(found, vec4u(0x7fc00000u), magnitude > vec4u(0x7f800000u));

  let word = z * params.dst.slice_words + y * params.dst.row_words + x;
  for (var i = 0u; i < min(4u, params.dst.size.x - x); i++) { dst[word + i] = result[i]; }
}
