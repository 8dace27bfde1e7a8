// Result of a geodesic reconstruction: levels of a flood as values again; NaN stays NaN.
#import grid
#import flood_keys
struct Params { levels: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       levels: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SIDE: u32;

// One invocation owns one word of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let shift = lane_shift(SRC_DTYPE);
  let p = word_position(params.dst, word, shift);
  let lanes = valid_lanes(params.dst, p.x, shift);
  let first = word_index(params.levels, p, 0u);
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let level = levels[first + lane];
    // Only NaN stays dry: every other voxel is a seed.
    let raw = select(flood_raw(level, SRC_DTYPE, SIDE), 0x7fc00000u, level == DRY);
    packed |= lane_place(raw, lane, SRC_DTYPE);
  }
  dst[word] = packed;
}
