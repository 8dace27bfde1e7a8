// One eigenvalue of the symmetric 3 × 3 matrix of every voxel (Jacobi rotations); six fields of one layout.
#import grid
struct Params { src: Grid, dst: Grid, which: u32 }
@group(0) @binding(0) var<storage, read>       xx: array<f32>;
@group(0) @binding(1) var<storage, read>       xy: array<f32>;
@group(0) @binding(2) var<storage, read>       xz: array<f32>;
@group(0) @binding(3) var<storage, read>       yy: array<f32>;
@group(0) @binding(4) var<storage, read>       yz: array<f32>;
@group(0) @binding(5) var<storage, read>       zz: array<f32>;
@group(0) @binding(6) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(7) var<uniform>             params: Params;
// Bit i: entries of axis i are 0, and their buffers are not read.
override FLAT: u32;

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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.src)) { return; }
  var diagonal = vec3f();
  var off = vec3f(); // xy, xz, yz
  if ((FLAT & 1u) == 0u) { diagonal.x = xx[word]; }
  if ((FLAT & 2u) == 0u) { diagonal.y = yy[word]; }
  if ((FLAT & 4u) == 0u) { diagonal.z = zz[word]; }
  if ((FLAT & 3u) == 0u) { off.x = xy[word]; }
  if ((FLAT & 5u) == 0u) { off.y = xz[word]; }
  if ((FLAT & 6u) == 0u) { off.z = yz[word]; }

  let size = max(abs(diagonal), abs(off));
  let scale = max(size.x, max(size.y, size.z));
  let good = finite(diagonal.x) && finite(diagonal.y) && finite(diagonal.z)
          && finite(off.x) && finite(off.y) && finite(off.z);
  var value = 0.0;
  // Entries below the least normal number are 0 on some adapters.
  if (good && scale > 1.2e-38) {
    // Scaled, so that squares neither overflow nor vanish.
    diagonal /= scale;
    off /= scale;
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
    }
    let high = max(diagonal.x, max(diagonal.y, diagonal.z));
    let low = min(diagonal.x, min(diagonal.y, diagonal.z));
    let middle = max(min(diagonal.x, diagonal.y), min(max(diagonal.x, diagonal.y), diagonal.z));
    value = scale * select(select(low, middle, params.which == 1u), high, params.which == 0u);
  }
  dst[word_index(params.dst, word_position(params.src, word, 0u), 0u)] =
    select(0x7fc00000u, bitcast<u32>(value), good);
}
