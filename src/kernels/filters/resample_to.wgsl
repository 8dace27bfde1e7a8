// Affine resampling: a grid sampled at positions that are an affine map of the voxels of `dst`, by the nearest voxel
// (TAPS of 1, both dtypes the same) or by weighted sums of TAPS³ voxels, to f32. Positions are 64-bit integers in units
// of 2⁻⁴⁰ voxel of the source, in low and high words along x, y, z: where the first voxel lies, and how far a step
// along each axis goes. `fill` holds the bits of the border's constant in DST_DTYPE.
#import sampled_place
struct Params {
  src: Grid, dst: Grid,
  x_low: vec3u, x_high: vec3u, y_low: vec3u, y_high: vec3u, z_low: vec3u, z_high: vec3u,
  start_low: vec3u, start_high: vec3u, fill: u32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;
override BORDER: u32;
// Voxels per axis: 1, 2 or 4.
override TAPS: u32;

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
    packed |= lane_place(sampled(place), lane, DST_DTYPE);
    place = moved(place, step);
  }
  dst[word] = packed;
}
