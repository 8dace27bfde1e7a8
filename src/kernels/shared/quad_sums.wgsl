// Sliding-window sums as `local_moments` has them, of four voxels in a row. In memory the two or three words of a voxel
// follow one another, so that those of four voxels are as many vectors.

// Sums of levels, and the two words of squares and counts; `high` is 0 of sums of two words.
struct QuadSums { levels: vec4u, low: vec4u, high: vec4u }

fn unpack_sums(a: vec4u, b: vec4u, c: vec4u, words: u32) -> QuadSums {
  if (words == 2u) { return QuadSums(vec4u(a.xz, b.xz), vec4u(a.yw, b.yw), vec4u()); }
  return QuadSums(vec4u(a.xw, b.z, c.y), vec4u(a.y, b.xw, c.z), vec4u(a.z, b.y, c.xw));
}

fn add_quad_sums(a: QuadSums, b: QuadSums) -> QuadSums {
  let low = a.low + b.low;
  return QuadSums(a.levels + b.levels, low, a.high + b.high + select(vec4u(), vec4u(1u), low < a.low));
}

fn subtract_quad_sums(a: QuadSums, b: QuadSums) -> QuadSums {
  let high = a.high - b.high - select(vec4u(), vec4u(1u), a.low < b.low);
  return QuadSums(a.levels - b.levels, a.low - b.low, high);
}
