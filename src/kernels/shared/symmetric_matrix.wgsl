// Eigenvalues of a symmetric 3 × 3 matrix by cyclic Jacobi rotations.

fn finite(v: f32) -> bool { return (bitcast<u32>(v) & 0x7f800000u) != 0x7f800000u; }

// Turns p and q so that their entry `pq` becomes 0; `pr` and `qr` are their entries with the third axis.
struct Turned { pp: f32, qq: f32, pr: f32, qr: f32 }
fn turn(pp: f32, qq: f32, pq: f32, pr: f32, qr: f32) -> Turned {
  if (pq == 0.0) { return Turned(pp, qq, pr, qr); }
  let apart = qq - pp;
  let twice = 2.0 * pq;
  let root = sqrt(apart * apart + twice * twice);
  // The smaller of the two angles; the root is 0 only where squares underflow.
  let t = select(0.0, select(-twice, twice, apart >= 0.0) / (abs(apart) + root), root > 0.0);
  let c = 1.0 / sqrt(t * t + 1.0);
  let s = t * c;
  return Turned(pp - t * pq, qq + t * pq, c * pr - s * qr, s * pr + c * qr);
}

// Whether every entry is finite: the diagonal, and xy, xz, yz.
fn finite_matrix(diagonal: vec3f, off: vec3f) -> bool {
  return finite(diagonal.x) && finite(diagonal.y) && finite(diagonal.z)
      && finite(off.x) && finite(off.y) && finite(off.z);
}

// The eigenvalues of a finite matrix, each at the axis that it turned from. Axes without entries keep 0.
fn eigenvalues(given: vec3f, beside: vec3f) -> vec3f {
  let size = max(abs(given), abs(beside));
  let scale = max(size.x, max(size.y, size.z));
  // Entries below the least normal number are 0 on some adapters.
  if (scale <= 1.2e-38) { return vec3f(); }
  // Scaled, so that squares neither overflow nor vanish.
  var diagonal = given / scale;
  var off = beside / scale;
  for (var sweep = 0; sweep < 5; sweep++) {
    let a = turn(diagonal.x, diagonal.y, off.x, off.y, off.z);
    diagonal = vec3f(a.pp, a.qq, diagonal.z);
    off = vec3f(0.0, a.pr, a.qr);
    let b = turn(diagonal.x, diagonal.z, off.y, off.x, off.z);
    diagonal = vec3f(b.pp, diagonal.y, b.qq);
    off = vec3f(b.pr, 0.0, b.qr);
    let c = turn(diagonal.y, diagonal.z, off.z, off.x, off.y);
    diagonal = vec3f(diagonal.x, c.pp, c.qq);
    off = vec3f(c.pr, c.qr, 0.0);
    // No eigenvalue is farther off than the largest of these, which after three sweeps is mostly less than a float
    // tells.
    if (max(abs(off.x), abs(off.y)) < 1e-8) { break; }
  }
  return scale * diagonal;
}

// The greatest, the middle and the least of three values.
fn descending(all: vec3f) -> vec3f {
  let high = max(all.x, max(all.y, all.z));
  let low = min(all.x, min(all.y, all.z));
  return vec3f(high, max(min(all.x, all.y), min(max(all.x, all.y), all.z)), low);
}
