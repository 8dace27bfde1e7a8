// Separable interpolation: weighted sums of TAPS³ voxels, any dtype to f32. `taps` holds TAPS pairs (index in the
// source volume, bits of the weight) for each x, then y, then z of `dst`; an index of −1 stands for `fill`. Sums are of
// halves, so that negative weights make none overflow.
#import grid
#import voxel
#import far_floats
struct Params { src: Grid, dst: Grid, fill: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       taps: array<vec2i>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override TAPS: u32;

fn value_at(row: u32, x: i32) -> f32 {
  let shift = lane_shift(SRC_DTYPE);
  let at = u32(x) - params.src.origin.x;
  return raw_to_f32(lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE), SRC_DTYPE);
}

// One invocation owns one voxel. Taps of weight 0 are not read, so that a NaN beside a voxel that is hit
// exactly does not spread.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u) - params.dst.origin;
  let first = vec3u(p.x, params.dst.size.x + p.y, params.dst.size.x + params.dst.size.y + p.z) * TAPS;
  var sum = 0.0;
  for (var k = 0u; k < TAPS; k++) {
    let z = taps[first.z + k];
    if (z.y == 0) { continue; }
    var plane = 0.0;
    for (var j = 0u; j < TAPS; j++) {
      let y = taps[first.y + j];
      if (y.y == 0) { continue; }
      let outside = y.x < 0 || z.x < 0;
      var row = 0u;
      if (!outside) {
        row = word_index(params.src, vec3u(params.src.origin.x, u32(y.x), u32(z.x)), 0u);
      }
      var line = 0.0;
      for (var i = 0u; i < TAPS; i++) {
        let x = taps[first.x + i];
        if (x.y == 0) { continue; }
        var value = params.fill;
        if (!outside && x.x >= 0) { value = value_at(row, x.x); }
        line += bitcast<f32>(x.y) * lowered(vec4f(value), 1u).x;
      }
      plane += bitcast<f32>(y.y) * line;
    }
    sum += bitcast<f32>(z.y) * plane;
  }
  dst[word] = bitcast<u32>(raised(vec4f(sum), 1u).x);
}
