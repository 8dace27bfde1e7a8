// Signed distance to a height field: how far along an axis (AXIS 0, 1, 2) every voxel lies from it; the field has an
// f32 in voxels per column.
#import grid
#import voxel
struct Params {
  dst: Grid,
  // Spacing along the axis, negative where the surface looks towards its lower end.
  scale: f32,
}
@group(0) @binding(0) var<storage, read>       heights: array<f32>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override AXIS: u32;

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let size = params.dst.volume_size;
  var column = p.y * size.x + p.x;
  var along = p.z;
  if (AXIS == 0u) { column = p.z * size.y + p.y; along = p.x; }
  if (AXIS == 1u) { column = p.z * size.x + p.x; along = p.y; }
  dst[word] = params.scale * (f32(along) - heights[column]);
}
