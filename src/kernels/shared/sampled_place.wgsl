#import grid
#import voxel
#import border
#import far_floats
#import places
// Places between voxels of a source in fixed point, and its values there. Reads what its kernels bind: `src`, of
// SRC_DTYPE, the grid of that name of `params`, and `params.fill`, the bits of the border's constant in DST_DTYPE; and
// the constants BORDER and TAPS, voxels per axis: 1 (both dtypes the same), 2 or 4 (to f32).

// First word of the row of a voxel that lies in the box of src along y and z.
fn row_of(y: i32, z: i32) -> u32 {
  return word_index(params.src, vec3u(params.src.origin.x, u32(y), u32(z)), 0u);
}

fn raw_at(row: u32, x: i32) -> u32 {
  let shift = lane_shift(SRC_DTYPE);
  let at = u32(x) - params.src.origin.x;
  return lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE);
}

// The index that the border gives for index i of an axis; -1 for the constant.
fn index_at(i: i32, axis: u32) -> i32 {
  return border_index(i, i32(params.src.volume_size[axis]), BORDER);
}

// The bits in DST_DTYPE of a voxel.
fn voxel_at(p: vec3i) -> u32 {
  let q = vec3i(index_at(p.x, 0u), index_at(p.y, 1u), index_at(p.z, 2u));
  if (min(q.x, min(q.y, q.z)) < 0) { return params.fill; }
  let raw = raw_at(row_of(q.y, q.z), q.x);
  if (DST_DTYPE == SRC_DTYPE) { return raw; }
  return bitcast<u32>(raw_to_f32(raw, SRC_DTYPE));
}

// The indices of TAPS voxels in a row, the border applied.
fn taps_from(first: i32, axis: u32) -> vec4i {
  let near = vec2i(index_at(first, axis), index_at(first + 1, axis));
  if (TAPS == 2u) { return vec4i(near, 0, 0); }
  return vec4i(near, index_at(first + 2, axis), index_at(first + 3, axis));
}

// What they weigh, t behind the one that lies before the place: linear, or Keys' cubic with a = -1/2.
fn weights(t: f32) -> vec4f {
  let u = 1.0 - t;
  if (TAPS == 2u) { return vec4f(u, t, 0.0, 0.0); }
  return vec4f(-0.5 * t * u * u, 1.0 + t * t * (1.5 * t - 2.5), 1.0 + u * u * (1.5 * u - 2.5), -0.5 * u * t * t);
}

// Taps of weight 0 are not read, so that a NaN beside a voxel that is hit exactly does not spread. Sums are of halves,
// so that negative weights make none overflow.
fn interpolated(below: vec3i, t: vec3f) -> f32 {
  let first = below - vec3i(select(0, 1, TAPS == 4u));
  let x = taps_from(first.x, 0u);
  let y = taps_from(first.y, 1u);
  let z = taps_from(first.z, 2u);
  let weight_x = weights(t.x);
  let weight_y = weights(t.y);
  let weight_z = weights(t.z);
  var sum = 0.0;
  for (var k = 0u; k < TAPS; k++) {
    if (weight_z[k] == 0.0) { continue; }
    var plane = 0.0;
    for (var j = 0u; j < TAPS; j++) {
      if (weight_y[j] == 0.0) { continue; }
      let outside = min(y[j], z[k]) < 0;
      var row = 0u;
      if (!outside) { row = row_of(y[j], z[k]); }
      var line = 0.0;
      for (var i = 0u; i < TAPS; i++) {
        if (weight_x[i] == 0.0) { continue; }
        var value = bitcast<f32>(params.fill);
        if (!outside && x[i] >= 0) { value = raw_to_f32(raw_at(row, x[i]), SRC_DTYPE); }
        line += weight_x[i] * lowered(vec4f(value), 1u).x;
      }
      plane += weight_y[j] * line;
    }
    sum += weight_z[k] * plane;
  }
  return raised(vec4f(sum), 1u).x;
}

fn sampled(place: Place) -> u32 {
  let below = bitcast<vec3i>(place.high) >> vec3u(8u);
  // The place is rounded to 2^-20 voxel by dropping its last 20 bits.
  let rest = ((place.high & vec3u(0xffu)) << vec3u(12u)) | (place.low >> vec3u(20u));
  // A voxel that is hit exactly keeps its bits.
  if (TAPS == 1u || all(rest == vec3u())) { return voxel_at(below); }
  return bitcast<u32>(interpolated(below, vec3f(rest) * 0x1p-20));
}
