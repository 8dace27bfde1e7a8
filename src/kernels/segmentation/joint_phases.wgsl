// Phases of pairs of values: `codes` holds the phase of each bin of a and bin of b, a byte to a word.
#import pair_voxels
struct Params { a: Grid, b: Grid, within: Grid, dst: Grid, bins: vec3u }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read>       within: array<u32>;
@group(0) @binding(3) var<storage, read>       keys: array<u32>;
@group(0) @binding(4) var<storage, read>       codes: array<u32>;
@group(0) @binding(5) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(6) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;
override HAS_WITHIN: u32;

// One invocation owns a word of four voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let first = word_position(params.dst, word, 2u);
  let lanes = valid_lanes(params.dst, first.x, 2u);
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let p = vec3u(first.x + lane, first.yz);
    let bins = bins_at(p);
    if (!is_within(p) || any(bins >= params.bins.xy)) { continue; }
    packed |= lane_place(codes[bins.x * params.bins.y + bins.y], lane, U8);
  }
  dst[word] = packed;
}
