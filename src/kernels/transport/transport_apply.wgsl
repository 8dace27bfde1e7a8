// Matrix–vector product of conjugate gradients: A p, and of each workgroup the sum of p · A p.
#import conductances
#import grid
#import workgroup_sum
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> p: array<f32>;
@group(0) @binding(3) var<storage, read_write> product: array<f32>; // write
@group(0) @binding(4) var<storage, read_write> partials: array<f32>; // write
@group(0) @binding(5) var<uniform> params: Params;
override FORM: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

fn applied(level: Level, at: vec3u, place: u32) -> f32 {
  let faces = faces_at(level, at);
  let near = around(level, at, faces);
  var sum = near.low.x * p[near.below.x] + near.high.x * p[near.above.x];
  sum += near.low.y * p[near.below.y] + near.high.y * p[near.above.y];
  sum += near.low.z * p[near.below.z] + near.high.z * p[near.above.z];
  return diagonal(faces) * p[place] - sum;
}

// What one voxel adds to the sum.
fn share_of(level: Level, place: u32) -> f32 {
  let at = voxel_in(level.size, place);
  if (!is_voxel(level.size, place, at)) { return 0.0; }
  let value = applied(level, at, place);
  product[place] = value;
  return p[place] * value;
}

// One workgroup owns four times 256 voxels in a row: a sum costs as much as some voxels do.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let first = flat_index(wid, count, lid, 1024u);
  let level = level_of();
  var own = 0.0;
  for (var k = 0u; k < 4u; k++) { own += share_of(level, first + 256u * k); }
  let sum = workgroup_sum(lid, own);
  // Folding may give workgroups beyond the last.
  if (lid == 0u && first < 2u * places_of_colour(level.size)) { partials[first / 1024u] = sum; }
}
