// Flux balance: the current through every plane of faces across the axis, its two ends included. A REFINED potential is
// the sum of two: differences of either are exact to the last digits of f32, those of the rounded sum would not be.
#import conductances
#import workgroup_sum
struct Params {
  size: vec3u, axis: u32, weights: vec3f, unused: f32, wrap: vec3u, unused_too: u32
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> base: array<f32>;
@group(0) @binding(4) var<storage, read_write> fluxes: array<f32>; // write
@group(0) @binding(5) var<uniform> params: Params;
override FORM: u32;
override REFINED: u32;

fn level_of() -> Level {
  return Level(params.size, params.axis, params.weights, 0.0, params.wrap, 0u);
}

// Through the lower face of a voxel of plane k, or at the last the upper face of one before.
fn flux(level: Level, p: vec3u, k: u32) -> f32 {
  let axis = level.axis;
  let faces = faces_at(level, p);
  let place = place_of(level, p);
  let own = x[place];
  let coarse = select(0.0, base[place], REFINED != 0u);
  if (k == level.size[axis]) { return faces.high[axis] * (coarse + own); }
  if (k == 0u) { return faces.low[axis] * ((1.0 - coarse) - own); }
  let below = place_below(level, p);
  let coarse_below = select(0.0, base[below], REFINED != 0u);
  return faces.low[axis] * ((coarse_below - coarse) + (x[below] - own));
}

// One workgroup owns one plane.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let level = level_of();
  let k = wid.x;
  let u = (level.axis + 1u) % 3u;
  let v = (level.axis + 2u) % 3u;
  // The faster axis first.
  let fast = min(u, v);
  let slow = max(u, v);
  var own = 0.0;
  for (var i = lid; i < level.size[fast] * level.size[slow]; i += 256u) {
    var p = vec3u();
    p[level.axis] = min(k, level.size[level.axis] - 1u);
    p[fast] = i % level.size[fast];
    p[slow] = i / level.size[fast];
    own += flux(level, p, k);
  }
  let sum = workgroup_sum(lid, own);
  if (lid == 0u) { fluxes[k] = sum; }
}
