// Thresholding: bits of the voxels whose order-preserving key lies in `lo … hi`.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, lo: u32, hi: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one mask word: 32 voxels of one row. Values are compared as order-preserving
// integer keys, so that lo ≤ v ≤ hi is exact in every dtype and NaN is in no band.
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
      let key = raw_to_key(raw, SRC_DTYPE);
      let inside = key >= params.lo && key <= params.hi && !raw_is_nan(raw, SRC_DTYPE);
      bits |= select(0u, 1u << ((w << shift) + lane), inside);
    }
  }
  dst[word] = bits & lanes_mask(lanes, BIT);
}
