#import grid
#import flood_keys
struct Params { src: Grid, seed: Grid, dst: Grid, steps: u32, h: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       seed: array<u32>;
@group(0) @binding(2) var<storage, read_write> heights: array<u32>;
@group(0) @binding(3) var<storage, read_write> levels: array<u32>;
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SIDE: u32;
override SEEDED: u32;

// One invocation owns one voxel.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id >= params.dst.size)) { return; }
  let p = params.dst.origin + id;
  let shift = lane_shift(SRC_DTYPE);
  let lane = p.x & ((1u << shift) - 1u);
  let raw = lane_raw(src[word_index(params.src, p, shift)], lane, SRC_DTYPE);
  let height = flood_key(raw, SRC_DTYPE, SIDE);
  var level = DRY;
  if (SEEDED == 0u) {
    level = flood_behind(raw, SRC_DTYPE, SIDE, params.steps, params.h);
  } else if (height != DRY) {
    let from_seed = lane_raw(seed[word_index(params.seed, p, shift)], lane, SRC_DTYPE);
    level = max(height, flood_key(from_seed, SRC_DTYPE, SIDE));
  }
  let at = word_index(params.dst, p, 0u);
  heights[at] = height;
  levels[at] = level;
}
