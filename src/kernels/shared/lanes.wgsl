// Operations across the components of a vector: pure functions of values.

fn sum_of(v: vec4u) -> u32 {
  return v.x + v.y + v.z + v.w;
}

fn joined_bits(v: vec4u) -> u32 {
  return v.x | v.y | v.z | v.w;
}

fn largest_of(v: vec4u) -> u32 {
  return max(max(v.x, v.y), max(v.z, v.w));
}

// A bit for each component that is true.
fn true_bits(v: vec4<bool>) -> u32 {
  return joined_bits(select(vec4u(), vec4u(1u, 2u, 4u, 8u), v));
}
