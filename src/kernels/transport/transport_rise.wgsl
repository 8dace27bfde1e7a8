// Multigrid prolongation to a coarse level: the black half of the post-smoothing sweep that follows the correction by
// the next level, from the red cells and what is added to them.
#import cell_sums
#import parts
#import grid
struct Params {
  size: vec3u, wrap: vec3u, coarse_size: vec3u
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read> parts: array<u32>;
@group(0) @binding(2) var<storage, read> r: array<f32>;
@group(0) @binding(3) var<storage, read> coarse: array<f32>;
@group(0) @binding(4) var<storage, read_write> z: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;
override LAYERS: u32;
override COARSE_LAYERS: u32;

// The value of a red cell: z, and the correction of the coarser level.
fn value_at(p: vec3u) -> vec4f {
  let place = place_in(params.size, p);
  let above = place_in(params.coarse_size, p >> vec3u(1u));
  var values = vec4f();
  for (var i = 0u; i < LAYERS; i++) {
    values[i] = z[place * LAYERS + i] + coarse[above * COARSE_LAYERS + part_of(above, p, i)];
  }
  return values;
}

// One invocation owns one black cell.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let places = places_of_colour(params.size);
  let place = places + index;
  let p = voxel_in(params.size, place);
  if (index >= places || p.x >= params.size.x) { return; }
  let sums = sums_at(Cells(params.size, params.wrap), p);
  for (var i = 0u; i < LAYERS; i++) {
    z[place * LAYERS + i] = solved(sums, i, r[place * LAYERS + i]);
  }
}
