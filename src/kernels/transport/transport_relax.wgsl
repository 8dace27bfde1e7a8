// Multigrid smoother: one half of a red–black Gauss–Seidel sweep of a coarse level, the cells of one COLOUR.
#import cell_sums
#import cell_values
#import grid
struct Params {
  size: vec3u, wrap: vec3u
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read> r: array<f32>;
@group(0) @binding(2) var<storage, read_write> z: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;
override LAYERS: u32;
override COLOUR: u32;

// One invocation owns one cell of the colour.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let places = places_of_colour(params.size);
  let place = COLOUR * places + index;
  let p = voxel_in(params.size, place);
  if (index >= places || p.x >= params.size.x) { return; }
  let sums = sums_at(Cells(params.size, params.wrap), p);
  for (var i = 0u; i < LAYERS; i++) {
    z[place * LAYERS + i] = solved(sums, i, r[place * LAYERS + i]);
  }
}
