// Membership mask: bits of the voxels whose order-preserving key lies in one of a list of bands.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, bands: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       bands: array<vec2u>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// Whether a key lies in one of the bands first … last, which are disjoint and sorted: binary search.
fn in_bands(key: u32) -> bool {
  var low = 0u;
  var high = params.bands;
  while (low + 1u < high) {
    let middle = (low + high) >> 1u;
    if (bands[middle].x <= key) { low = middle; } else { high = middle; }
  }
  let band = bands[low];
  return key >= band.x && key <= band.y;
}

// One invocation owns one mask word: 32 voxels of one row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let lanes = valid_lanes(params.dst, p.x, 5u);
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  let first = word_index(params.src, p, shift);
  let words = (lanes + per_word - 1u) >> shift;
  var bits = 0u;
  for (var w = 0u; w < words; w++) {
    let packed = src[first + w];
    for (var lane = 0u; lane < per_word; lane++) {
      let raw = lane_raw(packed, lane, SRC_DTYPE);
      if (in_bands(raw_to_key(raw, SRC_DTYPE)) && !raw_is_nan(raw, SRC_DTYPE)) {
        bits |= 1u << ((w << shift) + lane);
      }
    }
  }
  dst[word] = bits & lanes_mask(lanes, BIT);
}
