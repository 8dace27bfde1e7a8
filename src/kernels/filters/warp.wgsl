// A grid sampled where a field of displacements says: at the affine place of each voxel of `dst`, as in `resample_to`,
// moved by the field's values there. By the nearest voxel (TAPS of 1, both dtypes the same) or by weighted sums of
// TAPS³ voxels, to f32. `scale` turns displacements into 2⁻¹⁸ voxels of the source. A component that WITH leaves out is
// 0, and its buffer any other. Where a displacement is not finite, or 8192 voxels and more, lies `nowhere`, bits in
// DST_DTYPE.
#import sampled_place
struct Params {
  src: Grid, along_x: Grid, along_y: Grid, along_z: Grid, dst: Grid,
  x_low: vec3u, x_high: vec3u, y_low: vec3u, y_high: vec3u, z_low: vec3u, z_high: vec3u,
  start_low: vec3u, start_high: vec3u, scale: vec3f, fill: u32, nowhere: u32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       along_x: array<u32>;
@group(0) @binding(2) var<storage, read>       along_y: array<u32>;
@group(0) @binding(3) var<storage, read>       along_z: array<u32>;
@group(0) @binding(4) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;
override BORDER: u32;
// Voxels per axis: 1, 2 or 4.
override TAPS: u32;
// Components that are given: 1 for x, 2 for y and 4 for z.
override WITH: u32;

const FARTHEST = 2147483520.0;

fn is_finite(raw: u32) -> bool {
  return (raw & 0x7f800000u) != 0x7f800000u;
}

// A product that is rounded once and then to an integer: nothing that a compiler could contract.
fn in_units(raw: u32, scale: f32) -> f32 {
  return round(bitcast<f32>(raw) * scale);
}

// 2⁻¹⁸ voxels as a place.
fn place_of(units: vec3i) -> Place {
  return Place(bitcast<vec3u>(units) << vec3u(22u), bitcast<vec3u>(units >> vec3u(10u)));
}

// One invocation owns one word of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let shift = lane_shift(DST_DTYPE);
  let p = word_position(params.dst, word, shift);
  let step = Place(params.x_low, params.x_high);
  var place = mapped(p, Place(params.start_low, params.start_high), step,
                     Place(params.y_low, params.y_high), Place(params.z_low, params.z_high));
  let lanes = valid_lanes(params.dst, p.x, shift);
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let q = p + vec3u(lane, 0u, 0u);
    var raw = vec3u();
    if ((WITH & 1u) != 0u) { raw.x = along_x[word_index(params.along_x, q, 0u)]; }
    if ((WITH & 2u) != 0u) { raw.y = along_y[word_index(params.along_y, q, 0u)]; }
    if ((WITH & 4u) != 0u) { raw.z = along_z[word_index(params.along_z, q, 0u)]; }
    let units = vec3f(in_units(raw.x, params.scale.x), in_units(raw.y, params.scale.y), in_units(raw.z, params.scale.z));
    var value = params.nowhere;
    let is_somewhere = is_finite(raw.x) && is_finite(raw.y) && is_finite(raw.z);
    if (is_somewhere && all(abs(units) <= vec3f(FARTHEST))) { value = sampled(moved(place, place_of(vec3i(units)))); }
    packed |= lane_place(value, lane, DST_DTYPE);
    place = moved(place, step);
  }
  dst[word] = packed;
}
