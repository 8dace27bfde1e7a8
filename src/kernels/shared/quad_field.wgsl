#import quad_place
// Four f32 voxels in a row per invocation.

fn finite_quad(v: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(v) & vec4u(0x7f800000u)) != vec4u(0x7f800000u);
}
