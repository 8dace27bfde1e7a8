// Regional maxima or minima, h-extrema: mask of the voxels whose level is still the one that `floodGround` gave it, so
// that no higher ground is within reach.
#import grid
#import flood_keys
struct Params { src: Grid, levels: Grid, dst: Grid, steps: u32, h: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       levels: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SIDE: u32;

// One invocation owns one mask word: 32 voxels of one row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let lanes = valid_lanes(params.dst, p.x, 5u);
  let shift = lane_shift(SRC_DTYPE);
  let source = word_index(params.src, p, shift);
  let first = word_index(params.levels, p, 0u);
  var bits = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let raw = lane_raw(src[source + (lane >> shift)], lane & ((1u << shift) - 1u), SRC_DTYPE);
    let level = flood_behind(raw, SRC_DTYPE, SIDE, params.steps, params.h);
    bits |= select(0u, 1u << lane, level != DRY && levels[first + lane] == level);
  }
  dst[word] = bits;
}
