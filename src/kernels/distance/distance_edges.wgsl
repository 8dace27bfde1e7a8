// Prepares the distance transform of labels or phases: bits of the voxels whose value is that of their left neighbour.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, outside: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one mask word: bits of the voxels whose value is that of their left neighbour.
// The first voxel of a row has none: its bit says whether what lies outside is another value.
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.dst.row_words || id.y >= params.dst.size.y) { return; }
  let row = id.z * params.src.slice_words + id.y * params.src.row_words;
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  let x0 = id.x << 5u;
  let lanes = min(32u, params.dst.size.x - x0);
  let before = max(x0, 1u) - 1u;
  var last = lane_raw(src[row + (before >> shift)], before & (per_word - 1u), SRC_DTYPE);
  var same = 0u;
  let words = (lanes + per_word - 1u) >> shift;
  for (var w = 0u; w < words; w++) {
    let packed = src[row + (x0 >> shift) + w];
    for (var lane = 0u; lane < per_word; lane++) {
      let value = lane_raw(packed, lane, SRC_DTYPE);
      same |= select(0u, 1u << ((w << shift) + lane), value == last);
      last = value;
    }
  }
  if (id.x == 0u && params.outside != 0u) { same &= ~1u; }
  dst[id.z * params.dst.slice_words + id.y * params.dst.row_words + id.x] = same & lanes_mask(lanes, BIT);
}
