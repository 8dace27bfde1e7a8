// Cross-power spectrum of a phase correlation: spectra times the conjugates of those `lag` slices before, both with the
// square roots of their magnitudes (half whitened), weighted by the transform of a Gaussian.
#import grid
struct Params { size: vec3u, lag: u32, first: u32, sigma: f32 }
@group(0) @binding(0) var<storage, read>       spectra: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec2f>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// 2 π²: a Gaussian of standard deviation σ has the transform exp(−2 π² σ² f²).
const TWO_PI_SQUARED = 19.739209;

// Cycles per voxel of index i, negative in the second half.
fn frequency(i: u32, n: u32) -> f32 {
  return select(f32(i) - f32(n), f32(i), 2u * i < n) / f32(n);
}

// A number whose magnitude is the square root of what it was; 0 stays 0.
fn halfway_white(a: vec2f) -> vec2f {
  let magnitude = length(a);
  if (magnitude < 1e-20) { return vec2f(); }
  return a * inverseSqrt(magnitude);
}

// One invocation owns one frequency of one pair: slice first + z against that of `lag` before, times
// the transform of a Gaussian of `sigma` voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let numbers = params.size.x * params.size.y;
  if (index >= numbers * params.size.z) { return; }
  let own = halfway_white(spectra[index + params.first * numbers]);
  let other = halfway_white(spectra[index + (params.first - params.lag) * numbers]);
  let power = vec2f(own.x * other.x + own.y * other.y, own.y * other.x - own.x * other.y);
  let row = index / params.size.x;
  let fx = frequency(index - row * params.size.x, params.size.x);
  let fy = frequency(row % params.size.y, params.size.y);
  let weight = exp(-TWO_PI_SQUARED * params.sigma * params.sigma * (fx * fx + fy * fy));
  dst[index] = power * weight;
}
