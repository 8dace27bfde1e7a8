#import grid
#import quad
// Operands of voxel-wise arithmetic. Reads what its kernels bind: `a` of A_DTYPE and `b` of B_DTYPE, and the grids of
// those names of `params`.

// The bits of the quad of `a` at a global position.
fn quad_of_a(p: vec3u) -> vec4u {
  let shift = lane_shift(A_DTYPE);
  let w = word_index(params.a, p, shift);
  var words = vec4u(a[w], 0u, 0u, 0u);
  if (shift == 1u) { words.y = a[w + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, a[w + 1u], a[w + 2u], a[w + 3u]); }
  return unpack_quad(words, A_DTYPE);
}

// The same of `b`.
fn quad_of_b(p: vec3u) -> vec4u {
  let shift = lane_shift(B_DTYPE);
  let w = word_index(params.b, p, shift);
  var words = vec4u(b[w], 0u, 0u, 0u);
  if (shift == 1u) { words.y = b[w + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, b[w + 1u], b[w + 2u], b[w + 3u]); }
  return unpack_quad(words, B_DTYPE);
}
