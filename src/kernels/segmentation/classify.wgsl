// Multi-level thresholding: how many of four rising keys each voxel reaches, as a code; four voxels per invocation.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, first: u32, second: u32, third: u32, fourth: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// A voxel's code is how many of four rising keys its own key reaches. One invocation owns one word of four codes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 2u);
  let lanes = valid_lanes(params.dst, p.x, 2u);
  let shift = lane_shift(SRC_DTYPE);
  let source = word_index(params.src, p, shift);
  let limits = vec4u(params.first, params.second, params.third, params.fourth);
  let start = (p.x - params.src.origin.x) & ((1u << shift) - 1u);
  var codes = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let at = start + lane;
    let raw = lane_raw(src[source + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE);
    let key = vec4u(raw_to_key(raw, SRC_DTYPE));
    let above = select(vec4u(), vec4u(1u), key >= limits);
    let code = above.x + above.y + above.z + above.w;
    codes |= select(code, 0u, raw_is_nan(raw, SRC_DTYPE)) << (8u * lane);
  }
  dst[word] = codes;
}
