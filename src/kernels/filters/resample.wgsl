// Separable interpolation: weighted sums of TAPS³ voxels, any dtype to f32; eight voxels along z per invocation. `taps`
// holds TAPS pairs (index in the source volume, bits of the weight) for each x, then y, then z of `dst`; an index of −1
// stands for `fill`. Of floats the sums are of halves, so that negative weights make none overflow.
#import grid
#import voxel
#import far_floats
struct Params { src: Grid, dst: Grid, fill: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       taps: array<vec2i>;
@group(0) @binding(2) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 2 or 4.
override TAPS: u32;

// Voxels along z that an invocation owns.
const BLOCK = 8u; // export RESAMPLE_BLOCK

// Up to four taps along an axis: indices from the source's first voxel on, which of them are outside, and weights.
struct Taps { at: vec4u, outside: vec4<bool>, weights: vec4f }

// The taps from `first` on of an axis where the source starts at `origin`.
fn taps_from(first: u32, origin: u32) -> Taps {
  var indices = vec4i(-1);
  var bits = vec4i();
  for (var k = 0u; k < TAPS; k++) {
    let tap = taps[first + k];
    indices[k] = tap.x;
    bits[k] = tap.y;
  }
  return Taps(vec4u(max(indices, vec4i(i32(origin)))) - origin, indices < vec4i(), bitcast<vec4f>(bits));
}

// The sum of up to four values. Those of weight 0 are left out, so that a NaN beside a voxel that is hit exactly does
// not spread.
fn weighted(values: vec4f, weights: vec4f) -> f32 {
  let terms = select(weights * values, vec4f(), weights == vec4f());
  let two = terms.x + terms.y;
  if (TAPS == 2u) { return two; }
  return two + terms.z + terms.w;
}

// The sum along x of the row that starts at a word.
fn line(row: u32, x: Taps, outside: bool) -> f32 {
  let shift = lane_shift(SRC_DTYPE);
  let words = vec4u(row) + (x.at >> vec4u(shift));
  let lanes = x.at & vec4u((1u << shift) - 1u);
  var values = vec4f();
  for (var i = 0u; i < TAPS; i++) {
    values[i] = raw_to_f32(lane_raw(src[words[i]], lanes[i], SRC_DTYPE), SRC_DTYPE);
  }
  values = select(values, vec4f(params.fill), x.outside | vec4<bool>(outside));
  if (SRC_DTYPE == F32) { values = lowered(values, 1u); }
  return weighted(values, x.weights);
}

// The sum over x and y of slice z of the source.
fn plane(z: u32, x: Taps, y: Taps, outside: bool) -> f32 {
  var lines = vec4f();
  for (var j = 0u; j < TAPS; j++) {
    let row = y.at[j] * params.src.row_words + z * params.src.slice_words;
    lines[j] = line(row, x, outside || y.outside[j]);
  }
  return weighted(lines, y.weights);
}

// One invocation owns a column of voxels along z.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.dst.size;
  let row = index / size.x;
  let block = row / size.y;
  let first = block * BLOCK;
  if (first >= size.z) { return; }
  let at = vec2u(index - row * size.x, row - block * size.y);
  let origin = params.src.origin;
  let x = taps_from(TAPS * at.x, origin.x);
  let y = taps_from(TAPS * (size.x + at.y), origin.y);
  for (var i = first; i < min(first + BLOCK, size.z); i++) {
    let z = taps_from(TAPS * (size.x + size.y + i), origin.z);
    var planes = vec4f();
    for (var k = 0u; k < TAPS; k++) { planes[k] = plane(z.at[k], x, y, z.outside[k]); }
    var sum = weighted(planes, z.weights);
    if (SRC_DTYPE == F32) { sum = raised(vec4f(sum), 1u).x; }
    dst[at.x + at.y * params.dst.row_words + i * params.dst.slice_words] = sum;
  }
}
