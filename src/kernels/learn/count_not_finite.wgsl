// Counts voxels of which a plane of features is not finite.
#import grid
struct Params { grid: Grid, features: u32 }
@group(0) @binding(0) var<storage, read>       planes: array<u32>;
@group(0) @binding(1) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one voxel of all planes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  let words = grid_words(params.grid);
  if (word >= words) { return; }
  var odd = false;
  for (var f = 0u; f < params.features; f++) {
    odd = odd || (planes[f * words + word] & 0x7f800000u) == 0x7f800000u;
  }
  if (odd) { atomicAdd(&found[0], 1u); }
}
