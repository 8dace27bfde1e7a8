// How many of up to 65 rising keys the key of each voxel reaches, as a code of 8 bits; four voxels per invocation.
// Voxels that are not in `within` are 255, NaN is `of_nan`.
#import grid
#import voxel
struct Params { src: Grid, within: Grid, dst: Grid, count: u32, of_nan: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read>       keys: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

fn code_of(key: u32) -> u32 {
  var low = 0u;
  var high = params.count;
  while (low < high) {
    let middle = (low + high) >> 1u;
    if (keys[middle] <= key) { low = middle + 1u; } else { high = middle; }
  }
  return low;
}

// One invocation owns one word of four codes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 2u);
  let lanes = valid_lanes(params.dst, p.x, 2u);
  let shift = lane_shift(SRC_DTYPE);
  let source = word_index(params.src, p, shift);
  let start = (p.x - params.src.origin.x) & ((1u << shift) - 1u);
  var inside = 0xfu;
  if (HAS_WITHIN == 1u) {
    inside = within[word_index(params.within, p, 5u)] >> ((p.x - params.within.origin.x) & 31u);
  }
  var codes = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let at = start + lane;
    let raw = lane_raw(src[source + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE);
    var code = params.of_nan;
    if (!raw_is_nan(raw, SRC_DTYPE)) { code = code_of(raw_to_key(raw, SRC_DTYPE)); }
    codes |= select(255u, code, ((inside >> lane) & 1u) == 1u) << (8u * lane);
  }
  dst[word] = codes;
}
