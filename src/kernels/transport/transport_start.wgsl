// Initial guess of the solve: a potential that falls evenly from 1 to 0 along the axis, where there is conductance, and
// its residual.
#import conductances
#import grid
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read_write> x: array<f32>; // write
@group(0) @binding(3) var<storage, read_write> r: array<f32>; // write
@group(0) @binding(4) var<uniform> params: Params;
override FORM: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

fn even(p: vec3u) -> f32 {
  return 1.0 - (f32(p[params.axis]) + 0.5) / f32(params.size[params.axis]);
}

// One invocation owns one voxel. Along the other axes neighbours start alike: only the axis leaves a residual.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  let level = level_of();
  let p = voxel_in(level.size, place);
  if (!is_voxel(level.size, place, p)) { return; }
  let faces = faces_at(level, p);
  let axis = params.axis;
  let step = 1.0 / f32(params.size[axis]);
  // Half a step to an end, at twice the conductance.
  let down = select(step, 0.5 * step, p[axis] == 0u);
  let up = select(step, 0.5 * step, p[axis] + 1u == params.size[axis]);
  x[place] = select(0.0, even(p), diagonal(faces) > 0.0);
  r[place] = faces.low[axis] * down - faces.high[axis] * up;
}
