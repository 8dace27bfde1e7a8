// Windowing (apodisation) before a Fourier transform: slices less their mean times a window, as complex numbers, padded
// with zeros.
#import grid
#import source_voxel
#import levels
struct Params { src: Grid, first: vec3u, size: vec3u, padded: vec3u, start: f32, gain: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       means: array<f32>;
@group(0) @binding(2) var<storage, read>       window: array<f32>;
@group(0) @binding(3) var<storage, read_write> dst: array<vec2f>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one complex number of the padded slices. `window` holds a factor for each x, then y.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let row = index / params.padded.x;
  let at = vec3u(index - row * params.padded.x, row % params.padded.y, row / params.padded.y);
  if (at.z >= params.padded.z) { return; }
  var value = 0.0;
  if (at.x < params.size.x && at.y < params.size.y) {
    let p = params.first + at;
    let raw = raw_at(p);
    if (is_level(raw, SRC_DTYPE)) {
      let level = f32(level_of(raw, SRC_DTYPE, params.start, params.gain));
      value = (level - means[at.z]) * (window[at.x] * window[params.size.x + at.y]);
    }
  }
  dst[index] = vec2f(value, 0.0);
}
