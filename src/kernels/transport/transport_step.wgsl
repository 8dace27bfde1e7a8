// Conjugate gradients: moves the residual along the search direction, r −= α A p, and sweeps the red voxels of z
// from zero (the first half of the preconditioner's smoothing). z holds A p before: of the red voxels it is
// overwritten here, of the black ones by the sweep that follows.
#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> scalars: array<f32>;
@group(0) @binding(3) var<storage, read_write> r: array<f32>;
@group(0) @binding(4) var<storage, read_write> z: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;
override FORM: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

// One invocation owns one voxel.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  let level = level_of();
  let p = voxel_in(level.size, place);
  if (!is_voxel(level.size, place, p)) { return; }
  let left = r[place] - scalars[1] * z[place];
  r[place] = left;
  if (place >= places_of_colour(level.size)) { return; }
  let whole = diagonal(faces_at(level, p));
  z[place] = select(0.0, left / whole, whole > 0.0);
}
