// Eigenvalues of a symmetric 3 × 3 matrix, without iteration: the one that lies farther from the other two is a root of
// the characteristic polynomial, at which that is steep; what is left acts on the plane across its eigenvector, as a
// 2 × 2 matrix (D. Eberly, A Robust Eigensolver for 3 × 3 Symmetric Matrices, 2014). So equal eigenvalues cost no
// digits.

fn finite(v: f32) -> bool { return (bitcast<u32>(v) & 0x7f800000u) != 0x7f800000u; }

// Whether every entry is finite: the diagonal, and xy, xz, yz.
fn finite_matrix(diagonal: vec3f, off: vec3f) -> bool {
  return finite(diagonal.x) && finite(diagonal.y) && finite(diagonal.z)
      && finite(off.x) && finite(off.y) && finite(off.z);
}

// The greatest magnitude of an entry.
fn matrix_scale(diagonal: vec3f, off: vec3f) -> f32 {
  let size = max(abs(diagonal), abs(off));
  return max(size.x, max(size.y, size.z));
}

// The matrix times a vector.
fn times_matrix(diagonal: vec3f, off: vec3f, v: vec3f) -> vec3f {
  return diagonal * v + vec3f(off.x * v.y + off.y * v.z, off.x * v.x + off.z * v.z, off.y * v.x + off.z * v.y);
}

// The greater and the lesser eigenvalue of the 2 × 2 matrix with the diagonal a, c and b beside it.
fn planar_eigenvalues(a: f32, b: f32, c: f32) -> vec2f {
  let apart = 0.5 * (a - c);
  let root = sqrt(apart * apart + b * b);
  return 0.5 * (a + c) + vec2f(root, -root);
}

// The root in √3 … 2 of x³ − 3 x = 2 r, of r in 0 … 1: a parabola, and two of Newton's steps, after which a float tells
// no error.
fn separate_root(r: f32) -> f32 {
  var x = 1.7320508 + r * (0.33333333 - 0.0653841 * r);
  for (var step = 0; step < 2; step++) { x -= (x * (x * x - 3.0) - 2.0 * r) / (3.0 * (x * x - 1.0)); }
  return x;
}

// The eigenvector of an eigenvalue that is no other's, of length 1: across the rows of the matrix less the eigenvalue,
// of which the two that are least alike tell it best.
fn separate_vector(diagonal: vec3f, off: vec3f, value: f32) -> vec3f {
  let x = vec3f(diagonal.x - value, off.x, off.y);
  let y = vec3f(off.x, diagonal.y - value, off.z);
  let z = vec3f(off.y, off.z, diagonal.z - value);
  var best = cross(x, y);
  var square = dot(best, best);
  let xz = cross(x, z);
  let is_xz = dot(xz, xz) > square;
  best = select(best, xz, is_xz);
  square = select(square, dot(xz, xz), is_xz);
  let yz = cross(y, z);
  let is_yz = dot(yz, yz) > square;
  best = select(best, yz, is_yz);
  square = select(square, dot(yz, yz), is_yz);
  return best / sqrt(max(square, 1e-30));
}

// The eigenvalues of a finite matrix.
fn eigenvalues(given: vec3f, beside: vec3f) -> vec3f {
  let scale = matrix_scale(given, beside);
  // Entries below the least normal number are 0 on some adapters.
  if (scale <= 1.2e-38) { return vec3f(); }
  // Scaled, so that squares neither overflow nor vanish.
  let scaled = given / scale;
  let scaled_off = beside / scale;
  let mean = (scaled.x + scaled.y + scaled.z) / 3.0;
  let rest = scaled - mean;
  let square = dot(rest, rest) / 6.0 + dot(scaled_off, scaled_off) / 3.0;
  if (square <= 1e-30) { return vec3f(scale * mean); }
  let spread = sqrt(square);
  // Of trace 0 now, with eigenvalues −2 … 2.
  let diagonal = rest / spread;
  let off = scaled_off / spread;
  let det = diagonal.x * (diagonal.y * diagonal.z - off.z * off.z) - off.x * (off.x * diagonal.z - off.z * off.y)
          + off.y * (off.x * off.z - diagonal.y * off.y);
  let root = separate_root(min(0.5 * abs(det), 1.0));
  let first = select(root, -root, det < 0.0);
  let v = separate_vector(diagonal, off, first);
  let u = normalize(select(vec3f(0.0, v.z, -v.y), vec3f(-v.z, 0.0, v.x), abs(v.x) > abs(v.y)));
  let w = cross(v, u);
  let along_u = times_matrix(diagonal, off, u);
  let along_w = times_matrix(diagonal, off, w);
  let others = planar_eigenvalues(dot(u, along_u), dot(u, along_w), dot(w, along_w));
  return scale * (mean + spread * vec3f(first, others));
}

// The greatest, the middle and the least of three values.
fn descending(all: vec3f) -> vec3f {
  let high = max(all.x, max(all.y, all.z));
  let low = min(all.x, min(all.y, all.z));
  return vec3f(high, max(min(all.x, all.y), min(max(all.x, all.y), all.z)), low);
}

// The same of a matrix whose entries of some axes are 0 (bit i of `flat_axes`): those of the others, descending, and 0.
fn descending_eigenvalues(diagonal: vec3f, off: vec3f, flat_axes: u32) -> vec3f {
  if (flat_axes == 0u) { return descending(eigenvalues(diagonal, off)); }
  if (countOneBits(flat_axes) > 1u) { return vec3f(diagonal.x + diagonal.y + diagonal.z, 0.0, 0.0); }
  let scale = matrix_scale(diagonal, off);
  if (scale <= 1.2e-38) { return vec3f(); }
  let ends = select(diagonal.xz, select(diagonal.xy, diagonal.yz, flat_axes == 1u), flat_axes != 2u) / scale;
  let beside = (off.x + off.y + off.z) / scale;
  return vec3f(scale * planar_eigenvalues(ends.x, beside, ends.y), 0.0);
}
