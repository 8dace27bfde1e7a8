// Mask and marker images of a geodesic reconstruction, in rows of whole eights: heights of a volume (the ground), and
// levels from which the flood falls: those of a seed, never below the ground, or (SEEDED 0, the seed not read) the
// volume's own, `steps` or `h` behind.
#import grid
#import flood_keys
struct Params { src: Grid, seed: Grid, dst: Grid, steps: u32, h: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       seed: array<u32>;
@group(0) @binding(2) var<storage, read_write> heights: array<vec4u>; // write
@group(0) @binding(3) var<storage, read_write> water: array<vec4u>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SIDE: u32;
override SEEDED: u32;

// The height of a voxel and the level that water falls from there.
fn ground(p: vec3u) -> vec2u {
  if (p.x >= params.dst.origin.x + params.dst.size.x) { return vec2u(DRY); }
  let shift = lane_shift(SRC_DTYPE);
  let lane = p.x & ((1u << shift) - 1u);
  let raw = lane_raw(src[word_index(params.src, p, shift)], lane, SRC_DTYPE);
  let height = flood_key(raw, SRC_DTYPE, SIDE);
  if (SEEDED == 0u) { return vec2u(height, flood_behind(raw, SRC_DTYPE, SIDE, params.steps, params.h)); }
  if (height == DRY) { return vec2u(DRY); }
  let from_seed = lane_raw(seed[word_index(params.seed, p, shift)], lane, SRC_DTYPE);
  return vec2u(height, max(height, flood_key(from_seed, SRC_DTYPE, SIDE)));
}

// One invocation owns four voxels in a row. Rows are padded to whole eights, DRY.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let quad = flat_index(wid, count, lid, 64u);
  if (quad >= grid_words(params.dst) >> 2u) { return; }
  let p = word_position(params.dst, quad << 2u, 0u);
  let a = ground(p);
  let b = ground(p + vec3u(1u, 0u, 0u));
  let c = ground(p + vec3u(2u, 0u, 0u));
  let d = ground(p + vec3u(3u, 0u, 0u));
  heights[quad] = vec4u(a.x, b.x, c.x, d.x);
  water[quad] = vec4u(a.y, b.y, c.y, d.y);
}
