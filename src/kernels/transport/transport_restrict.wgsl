// Multigrid restriction of the finest level: the residual r − A z added up over 2×2×2 voxels, after the red voxels were
// swept from zero and then the black ones, whose own residual is zero. Also sweeps the red cells of the next level from
// zero.
#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32, coarse: vec3u
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> z: array<f32>;
@group(0) @binding(3) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(4) var<storage, read> inverse: array<f32>;
@group(0) @binding(5) var<storage, read_write> first: array<f32>; // write
@group(0) @binding(6) var<uniform> params: Params;
override FORM: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

// The residual of a red voxel that was set to r / diagonal: what its black neighbours have brought since.
fn residual(level: Level, p: vec3u) -> f32 {
  let near = around(level, p, faces_at(level, p));
  var sum = near.low.x * z[near.below.x] + near.high.x * z[near.above.x];
  sum += near.low.y * z[near.below.y] + near.high.y * z[near.above.y];
  sum += near.low.z * z[near.below.z] + near.high.z * z[near.above.z];
  return sum;
}

// One invocation owns one coarse voxel.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  let coarse = voxel_in(params.coarse, place);
  if (!is_voxel(params.coarse, place, coarse)) { return; }
  let start = 2u * coarse;
  let level = level_of();
  var sum = 0.0;
  for (var k = 0u; k < 8u; k++) {
    let p = start + vec3u(k & 1u, (k >> 1u) & 1u, k >> 2u);
    if (((p.x + p.y + p.z) & 1u) == 0u && all(p < level.size)) { sum += residual(level, p); }
  }
  dst[place] = sum;
  if (place < places_of_colour(params.coarse)) { first[place] = inverse[place] * sum; }
}
