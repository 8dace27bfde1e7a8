// Residual of a potential that is the sum of two, the second small: what the currents into a voxel leave. Differences
// are taken of each by itself, so that they keep their digits.
#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> base: array<f32>;
@group(0) @binding(3) var<storage, read> x: array<f32>;
@group(0) @binding(4) var<storage, read_write> r: array<f32>; // write
@group(0) @binding(5) var<uniform> params: Params;
override FORM: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

fn drops(from_places: vec3u, place: u32) -> vec3f {
  let coarse = vec3f(base[from_places.x], base[from_places.y], base[from_places.z]) - base[place];
  return coarse + (vec3f(x[from_places.x], x[from_places.y], x[from_places.z]) - x[place]);
}

// One invocation owns one voxel.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  let level = level_of();
  let p = voxel_in(level.size, place);
  if (!is_voxel(level.size, place, p)) { return; }
  let faces = faces_at(level, p);
  let near = around(level, p, faces);
  let axis = params.axis;
  // Opposite currents cancel along each axis before axes are added.
  var balance = near.low * drops(near.below, place) + near.high * drops(near.above, place);
  // The fixed potentials: 1 below, 0 above.
  if (p[axis] == 0u) { balance[axis] += faces.low[axis] * ((1.0 - base[place]) - x[place]); }
  if (p[axis] + 1u == params.size[axis]) { balance[axis] -= faces.high[axis] * (base[place] + x[place]); }
  r[place] = balance.x + balance.y + balance.z;
}
