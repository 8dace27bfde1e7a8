// Features of listed voxels: a row of `features` values each, of planes that lie one behind the other.
#import grid
struct Params { grid: Grid, count: u32, features: u32 }
@group(0) @binding(0) var<storage, read>       planes: array<f32>;
@group(0) @binding(1) var<storage, read>       places: array<u32>;
@group(0) @binding(2) var<storage, read_write> rows: array<f32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// One invocation owns one value of a row; the list has x, y, z of each voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.count * params.features) { return; }
  let row = index / params.features;
  let at = vec3u(places[3u * row], places[3u * row + 1u], places[3u * row + 2u]);
  let plane = index % params.features;
  rows[index] = planes[plane * grid_words(params.grid) + word_index(params.grid, at, 0u)];
}
