// Four f32 voxels in a row per invocation.

fn finite_quad(v: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(v) & vec4u(0x7f800000u)) != vec4u(0x7f800000u);
}

// First voxel, within a box of `size`, of the quad with an index.
fn quad_place(index: u32, size: vec3u) -> vec3u {
  let quads = (size.x + 3u) / 4u;
  let row = index / quads;
  let z = row / size.y;
  return vec3u(4u * (index - row * quads), row - z * size.y, z);
}
