// A grid along a sheet of a stack: the place across the stack along x and z, distance from the sheet along y. Sampled
// at places in fixed point, by the nearest voxel (TAPS of 1, both dtypes the same) or by weighted sums of TAPS³
// voxels, to f32. `places` holds twelve words for each place across the stack of the region, x fastest, in 2⁻⁴⁰ voxel:
// where the first distance lies along x, y, z (low words, high words), and the step of a distance.
#import sampled_place
struct Params { src: Grid, dst: Grid, fill: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       places: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;
override BORDER: u32;
// Voxels per axis: 1, 2 or 4.
override TAPS: u32;

fn triple(at: u32) -> vec3u { return vec3u(places[at], places[at + 1u], places[at + 2u]); }

// One invocation owns one word of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let shift = lane_shift(DST_DTYPE);
  let p = word_position(params.dst, word, shift);
  let q = p - params.dst.origin;
  let lanes = valid_lanes(params.dst, p.x, shift);
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let at = 12u * (q.z * params.dst.size.x + q.x + lane);
    let start = Place(triple(at), triple(at + 3u));
    let place = moved(start, steps(Place(triple(at + 6u), triple(at + 9u)), p.y));
    packed |= lane_place(sampled(place), lane, DST_DTYPE);
  }
  dst[word] = packed;
}
