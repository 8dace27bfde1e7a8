// One eigenvalue of the symmetric 3 × 3 matrix of every voxel; six fields of one layout.
#import grid
#import symmetric_fields
#import symmetric_matrix
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

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.src)) { return; }
  let diagonal = diagonal_at(word);
  let off = off_diagonal_at(word);
  let good = finite_matrix(diagonal, off);
  var value = 0.0;
  if (good) {
    value = descending(descending_eigenvalues(diagonal, off, FLAT))[params.which];
  }
  dst[word_index(params.dst, word_position(params.src, word, 0u), 0u)] =
    select(0x7fc00000u, bitcast<u32>(value), good);
}
