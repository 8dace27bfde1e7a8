// Inverse diagonal (Jacobi) of a coarse level: one over the sum of conductances of each unknown of the red cells; zero
// of those that do not conduct.
#import cells
#import grid
struct Params {
  size: vec3u, wrap: vec3u
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform> params: Params;
override LAYERS: u32;

// One invocation owns one red cell.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 64u);
  let p = voxel_in(params.size, place);
  if (place >= places_of_colour(params.size) || p.x >= params.size.x) { return; }
  let sums = diagonals(Cells(params.size, params.wrap), p);
  for (var i = 0u; i < LAYERS; i++) {
    dst[place * LAYERS + i] = select(0.0, 1.0 / sums[i], sums[i] > 0.0);
  }
}
