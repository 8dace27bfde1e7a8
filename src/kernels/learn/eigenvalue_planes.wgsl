// Eigenvalues of the symmetric matrix of every voxel, in descending order, a plane of features each, one behind the
// other; six fields of one layout. An axis without entries (of a single slice) has no eigenvalue: two axes give two
// planes, one gives one.
#import grid
#import symmetric_fields
#import symmetric_matrix
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read>       xx: array<f32>;
@group(0) @binding(1) var<storage, read>       xy: array<f32>;
@group(0) @binding(2) var<storage, read>       xz: array<f32>;
@group(0) @binding(3) var<storage, read>       yy: array<f32>;
@group(0) @binding(4) var<storage, read>       yz: array<f32>;
@group(0) @binding(5) var<storage, read>       zz: array<f32>;
@group(0) @binding(6) var<storage, read_write> planes: array<u32>; // write
@group(0) @binding(7) var<uniform>             params: Params;
// Bit i: entries of axis i are 0, and their buffers are not read.
override FLAT: u32;

const NAN = 0x7fc00000u;

// One invocation owns a voxel of all planes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= params.count) { return; }
  let diagonal = diagonal_at(word);
  let off = off_diagonal_at(word);
  let good = finite_matrix(diagonal, off);
  var sorted = vec3f();
  if (good) { sorted = descending_eigenvalues(diagonal, off, FLAT); }
  for (var k = 0u; k < 3u - countOneBits(FLAT); k++) {
    planes[k * params.count + word] = select(NAN, bitcast<u32>(sorted[k]), good);
  }
}
