// Multigrid restriction of a coarse level: the residual r − A z after a black sweep, added up over the aggregates (the
// residual of black cells is zero). Also sweeps the red cells of the next level from zero.
#import cell_sums
#import cell_values
#import parts
#import grid
struct Params {
  size: vec3u, wrap: vec3u, coarse: vec3u
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read> parts: array<u32>;
@group(0) @binding(2) var<storage, read> r: array<f32>;
@group(0) @binding(3) var<storage, read> z: array<f32>;
@group(0) @binding(4) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(5) var<storage, read> inverse: array<f32>;
@group(0) @binding(6) var<storage, read_write> first: array<f32>; // write
@group(0) @binding(7) var<uniform> params: Params;
override LAYERS: u32;
override COARSE_LAYERS: u32;

// One invocation owns one coarse cell.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 64u);
  let coarse = voxel_in(params.coarse, place);
  if (!is_voxel(params.coarse, place, coarse)) { return; }
  let cells = Cells(params.size, params.wrap);
  var total = vec4f();
  for (var k = 0u; k < 8u; k++) {
    let p = 2u * coarse + vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    if (((p.x + p.y + p.z) & 1u) != 0u || any(p >= params.size)) { continue; }
    let own = place_in(params.size, p) * LAYERS;
    let sums = sums_at(cells, p);
    for (var i = 0u; i < LAYERS; i++) {
      total[part_of(place, p, i)] += r[own + i] + sums.near[i] - sums.whole[i] * z[own + i];
    }
  }
  for (var i = 0u; i < COARSE_LAYERS; i++) { dst[place * COARSE_LAYERS + i] = total[i]; }
  if (place >= places_of_colour(params.coarse)) { return; }
  for (var i = 0u; i < COARSE_LAYERS; i++) {
    first[place * COARSE_LAYERS + i] = inverse[place * COARSE_LAYERS + i] * total[i];
  }
}
