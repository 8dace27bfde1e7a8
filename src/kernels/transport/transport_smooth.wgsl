// Multigrid smoother of the finest level: one half of a red–black Gauss–Seidel sweep for A z = r, the voxels of one
// COLOUR; FROM_ZERO 1 where the others are zero.
#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> r: array<f32>;
@group(0) @binding(3) var<storage, read_write> z: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;
override FORM: u32;
override COLOUR: u32;
override FROM_ZERO: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

fn neighbours_of(level: Level, p: vec3u, faces: Faces) -> f32 {
  let near = around(level, p, faces);
  var sum = near.low.x * z[near.below.x] + near.high.x * z[near.above.x];
  sum += near.low.y * z[near.below.y] + near.high.y * z[near.above.y];
  sum += near.low.z * z[near.below.z] + near.high.z * z[near.above.z];
  return sum;
}

// One invocation owns one voxel of the colour.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let level = level_of();
  let index = flat_index(wid, count, lid, 256u);
  let place = COLOUR * places_of_colour(level.size) + index;
  let p = voxel_in(level.size, place);
  if (index >= places_of_colour(level.size) || p.x >= level.size.x) { return; }
  let faces = faces_at(level, p);
  let whole = diagonal(faces);
  if (whole <= 0.0) {
    z[place] = 0.0;
    return;
  }
  var right = r[place];
  if (FROM_ZERO == 0u) { right += neighbours_of(level, p, faces); }
  z[place] = right / whole;
}
