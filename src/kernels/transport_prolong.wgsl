#import grid
struct Params {
  size: vec3u, coarse_size: vec3u
}
@group(0) @binding(0) var<storage, read> coarse: array<f32>;
@group(0) @binding(1) var<storage, read_write> z: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

// One invocation owns one red voxel: every other one of a row.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let half_row = (params.size.x + 1u) / 2u;
  let index = flat_index(wid, count, lid, 256u);
  let row = index / half_row;
  let plane = row / params.size.y;
  if (plane >= params.size.z) { return; }
  let y = row - plane * params.size.y;
  let x = 2u * (index - row * half_row) + ((y + plane) & 1u);
  if (x >= params.size.x) { return; }
  let parent = ((plane >> 1u) * params.coarse_size.y + (y >> 1u)) * params.coarse_size.x + (x >> 1u);
  z[(plane * params.size.y + y) * params.size.x + x] += coarse[parent];
}
