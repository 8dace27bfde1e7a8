// Coarsest level of the multigrid: Gauss–Seidel sweeps for A z = r, from zero, in one workgroup: red, black, red, …;
// symmetric where their number is odd.
#import cell_sums
struct Params {
  size: vec3u, wrap: vec3u, sweeps: u32
}
@group(0) @binding(0) var<storage, read> conductances: array<u32>;
@group(0) @binding(1) var<storage, read> r: array<f32>;
@group(0) @binding(2) var<storage, read_write> z: array<f32>; // write
@group(0) @binding(3) var<uniform> params: Params;
override LAYERS: u32;

const WIDTH = 256u;
// Places of a vector that there are at most, of three unknowns each.
const PLACES = 216u; // export LAST_PLACES
const MOST = 3u * PLACES;
var<workgroup> values: array<f32, MOST>;

fn value_at(p: vec3u) -> vec4f {
  let place = place_in(params.size, p);
  var found = vec4f();
  for (var i = 0u; i < LAYERS; i++) { found[i] = values[place * LAYERS + i]; }
  return found;
}

fn sweep_cell(place: u32) {
  let p = voxel_in(params.size, place);
  if (p.x >= params.size.x) { return; }
  let sums = sums_at(Cells(params.size, params.wrap), p);
  for (var i = 0u; i < LAYERS; i++) {
    values[place * LAYERS + i] = solved(sums, i, r[place * LAYERS + i]);
  }
}

// One workgroup: sweeps of both colours in turns, from zero.
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lid: u32) {
  let places = places_of_colour(params.size);
  for (var i = lid; i < MOST; i += WIDTH) { values[i] = 0.0; }
  workgroupBarrier();
  for (var sweep = 0u; sweep < params.sweeps; sweep++) {
    for (var i = lid; i < places; i += WIDTH) { sweep_cell((sweep & 1u) * places + i); }
    workgroupBarrier();
  }
  for (var i = lid; i < 2u * places * LAYERS; i += WIDTH) { z[i] = values[i]; }
}
