// Noise estimation by Haar wavelet details: counts the magnitudes of the details of blocks of 2³ voxels; one block per
// invocation. With HAS_WITHIN 1, blocks of which all voxels lie in that mask; a last count then
// becomes 1 where there is one.
#import grid
#import voxel
#import source_voxel
// `blocks` blocks of 2 voxels along every axis that is longer than 1, the first of them at `first`.
struct Params { src: Grid, within: Grid, first: vec3u, blocks: vec3u, step: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

// Counts that there are: one for each upper half of a positive finite float's bits.
const COUNTS = 0x7f80u; // export DETAIL_COUNTS

fn is_outside(p: vec3u) -> bool {
  return ((within[word_index(params.within, p, 5u)] >> (p.x & 31u)) & 1u) == 0u;
}

// Whether a voxel of the block lies outside of the region of interest.
fn is_cut(corner: vec3u) -> bool {
  if (HAS_WITHIN == 0u) { return false; }
  for (var k = 0u; k <= params.step.z; k++) {
    for (var j = 0u; j <= params.step.y; j++) {
      let p = corner + vec3u(0u, j, k);
      if (is_outside(p) || is_outside(p + vec3u(params.step.x, 0u, 0u))) { return true; }
    }
  }
  return false;
}

// One invocation owns one block: it counts the magnitude of the block's finest Haar detail, the sum of
// its voxels with alternating signs, by the upper half of the float's bits. Blocks of one value and
// blocks with NaN or ±Inf are left out.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.blocks.x * params.blocks.y * params.blocks.z) { return; }
  let row = index / params.blocks.x;
  let z = row / params.blocks.y;
  let block = vec3u(index - row * params.blocks.x, row - z * params.blocks.y, z);
  let corner = params.first + 2u * block;
  if (HAS_WITHIN == 1u) {
    if (is_cut(corner)) { return; }
    if (atomicLoad(&counts[COUNTS]) == 0u) { atomicOr(&counts[COUNTS], 1u); }
  }
  let first = raw_at(corner);
  var same = true;
  var sum = 0.0;
  for (var k = 0u; k <= params.step.z; k++) {
    var slice = 0.0;
    for (var j = 0u; j <= params.step.y; j++) {
      let raw = raw_at(corner + vec3u(0u, j, k));
      var line = raw_to_f32(raw, SRC_DTYPE);
      same = same && raw == first;
      if (params.step.x == 1u) {
        let next = raw_at(corner + vec3u(1u, j, k));
        line -= raw_to_f32(next, SRC_DTYPE);
        same = same && next == first;
      }
      if (j == 0u) { slice = line; } else { slice -= line; }
    }
    if (k == 0u) { sum = slice; } else { sum -= slice; }
  }
  let key = (bitcast<u32>(sum) & 0x7fffffffu) >> 16u;
  if (same || key >= COUNTS) { return; }
  atomicAdd(&counts[key], 1u);
}
