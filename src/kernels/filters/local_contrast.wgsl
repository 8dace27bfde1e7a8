// Local contrast normalisation of 8- and 16-bit values: sliding-window sums along z, and from them (v − mean)/(std +
// epsilon); 64 voxels of a column per invocation.
#import grid
#import window_sums
struct Params {
  src: Grid, sums: Grid, slab: Grid, dst: Grid, fill: vec3u, radius: u32, window: u32, epsilon: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
override WORDS: u32;

fn contrast(raw: u32, found: Sums) -> u32 {
  let n = sums_count(found, params.window, WORDS);
  let spread = sums_spread(found, n, WORDS) / f32(n);
  let deviation = level_above_mean(raw_to_key(raw, SRC_DTYPE), found, n);
  return bitcast<u32>(deviation / (spread + params.epsilon));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let slice = params.slab.size.x * params.slab.size.y;
  let blocks = (params.slab.size.z + BLOCK - 1u) / BLOCK;
  if (index >= slice * blocks) { return; }
  let block = index / slice;
  let y = (index - block * slice) / params.slab.size.x;
  let x = index - block * slice - y * params.slab.size.x;
  let p = params.slab.origin + vec3u(x, y, block * BLOCK);
  let column = word_index(params.sums, vec3u(p.xy, params.sums.origin.z), 0u);
  var found = window_sums(column, i32(p.z));
  let shift = lane_shift(SRC_DTYPE);
  let lane = (p.x - params.src.origin.x) & ((1u << shift) - 1u);
  let stored = min(BLOCK, params.slab.size.z - block * BLOCK);
  for (var k = 0u; k < stored; k++) {
    let at = p + vec3u(0u, 0u, k);
    let raw = lane_raw(src[word_index(params.src, at, shift)], lane, SRC_DTYPE);
    dst[word_index(params.dst, at, 0u)] = contrast(raw, found);
    found = next_window(found, column, i32(at.z));
  }
}
