// Seeds of the catchment basins: numbers the voxels of sorted maxima.
#import grid
struct Params { steps: Grid, dst: Grid, count: u32 }
@group(0) @binding(0) var<storage, read>       maxima: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one maximum (a byte of the grid of steps) and numbers its voxel, from 1.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.count) { return; }
  let byte = maxima[index];
  let p = word_position(params.steps, byte >> 2u, 2u) + vec3u(byte & 3u, 0u, 0u);
  dst[word_index(params.dst, p, 0u)] = index + 1u;
}
