#import grid
#import voxel
#import float_bits
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

const WIDTH = 64u;
// Complement of the least key, greatest key, finite values, NaNs, infinities: all grow from zero.
var<workgroup> group: array<atomic<u32>, 5>;

// An invocation takes chunks of 32 voxels of a row, as far apart as there are invocations.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  var low = 0u;
  var high = 0u;
  var finite = 0u;
  var nans = 0u;
  var infinite = 0u;
  for (var chunk = flat_index(wid, count, lid, WIDTH); chunk < chunks; chunk += stride) {
    let p = word_position(params.task, chunk, 5u);
    let lanes = valid_lanes(params.task, p.x, 5u);
    var wanted = lanes_mask(lanes, BIT);
    if (HAS_WITHIN == 1u) { wanted &= within[word_index(params.within, p, 5u)]; }
    if (wanted == 0u) { continue; }
    let first = word_index(params.src, p, shift);
    let words = (lanes + per_word - 1u) >> shift;
    for (var w = 0u; w < words; w++) {
      let packed = src[first + w];
      for (var lane = 0u; lane < per_word; lane++) {
        let raw = lane_raw(packed, lane, SRC_DTYPE);
        let key = raw_to_key(raw, SRC_DTYPE);
        let in_mask = ((wanted >> ((w << shift) + lane)) & 1u) == 1u;
        var counted = in_mask;
        if (SRC_DTYPE == F32) {
          let is_nan = raw_is_nan(raw, SRC_DTYPE);
          counted = in_mask && raw_is_finite(raw);
          nans += select(0u, 1u, in_mask && is_nan);
          infinite += select(0u, 1u, in_mask && !counted && !is_nan);
        }
        low = max(low, select(0u, ~key, counted));
        high = max(high, select(0u, key, counted));
        finite += select(0u, 1u, counted);
      }
    }
  }
  atomicMax(&group[0], low);
  atomicMax(&group[1], high);
  atomicAdd(&group[2], finite);
  atomicAdd(&group[3], nans);
  atomicAdd(&group[4], infinite);
  workgroupBarrier();
  if (lid < 2u) { atomicMax(&found[lid], atomicLoad(&group[lid])); }
  else if (lid < 5u) { atomicAdd(&found[lid], atomicLoad(&group[lid])); }
}
