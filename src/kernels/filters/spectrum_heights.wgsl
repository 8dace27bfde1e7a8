// Height of the autocorrelation of every slice, which no correlation with another one is above: the sum (a reduction)
// of the squares of its half-whitened spectrum, weighted by the transform of a Gaussian.
#import workgroup_sum
#import gaussian_spectrum
struct Params { size: vec3u, width: u32, sigma: f32 }
@group(0) @binding(0) var<storage, read>       spectra: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> heights: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

const WIDTH = 256u;

// A workgroup owns a slice.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let count = params.size.x * params.size.y;
  var own = 0.0;
  for (var i = lid; i < count; i += WIDTH) {
    let y = i / params.size.x;
    let x = i - y * params.size.x;
    let a = spectra[wid.x * count + i];
    // What is not kept has the squares of what is.
    let times = select(2.0, 1.0, x == 0u || 2u * x == params.width);
    own += times * gaussian_at(x, y, params.width, params.size.y, params.sigma) * dot(a, a);
  }
  let sum = workgroup_sum(lid, own);
  if (lid == 0u) { heights[wid.x] = sum / (f32(params.width) * f32(params.size.y)); }
}
