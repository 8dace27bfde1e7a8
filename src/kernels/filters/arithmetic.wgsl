// Voxel-wise arithmetic of two volumes, or of one and a number, in f32; a quad per invocation.
#import grid
#import quad_place
#import operands
#import quad
#import float_arithmetic
// `operation` as ARITHMETIC_CODE in arithmetic.ts. Where `scalar` is 1, the second operand is `value`.
struct Params { a: Grid, b: Grid, dst: Grid, operation: u32, swapped: u32, scalar: u32, value: f32 }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;

// The bits of four floats: of the second operand.
fn second_operand(p: vec3u) -> vec4u {
  if (params.scalar == 1u) { return bitcast<vec4u>(vec4f(params.value)); }
  return bitcast<vec4u>(quad_floats(quad_of_b(p), B_DTYPE));
}

// One invocation owns four words of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (at.z >= params.dst.size.z) { return; }
  let p = params.dst.origin + at;

  let raw_a = bitcast<vec4u>(quad_floats(quad_of_a(p), A_DTYPE));
  let raw_b = second_operand(p);
  let first = select(raw_a, raw_b, params.swapped == 1u);
  let second = select(raw_b, raw_a, params.swapped == 1u);
  let result = combined(first, second, params.operation);

  let word = word_index(params.dst, p, 0u);
  for (var i = 0u; i < min(4u, params.dst.size.x - at.x); i++) { dst[word + i] = result[i]; }
}
