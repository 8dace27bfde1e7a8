// A plane of features of how far voxels lie along AXIS from the volume's first one.
#import grid
struct Params { dst: Grid, spacing: f32 }
@group(0) @binding(0) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(1) var<uniform>             params: Params;
override AXIS: u32;

// One invocation owns one voxel of the plane.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  dst[word] = f32(word_position(params.dst, word, 0u)[AXIS]) * params.spacing;
}
