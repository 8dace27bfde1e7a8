// Connected-component labelling of values by runs (run-length encoding): bits where runs of equal values start along x,
// their counts, and the foreground bits of a grid of values.
#import grid
#import voxel
#import runs
struct Params { src: Grid, bits: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> foreground: array<u32>; // write
@group(0) @binding(2) var<storage, read_write> runs: array<vec2u>; // write
@group(0) @binding(3) var<storage, read_write> tile_runs: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// 1 where voxels of value 0 belong to no component.
override ZERO_IS_BACKGROUND: u32;

// Foreground bits of a word of 32 voxels at p in the box, and the bits of those where a run of equal values starts.
fn starts_of(word: u32, p: vec3u) -> vec2u {
  let first = p.x == 0u;
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  let lanes = min(32u, params.bits.size.x - p.x);
  let base = word_index(params.src, p + params.bits.origin, shift);
  var before = 0u;
  if (!first) { before = lane_raw(src[base - 1u], per_word - 1u, SRC_DTYPE); }
  var bits = 0u;
  var starts = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let value = lane_raw(src[base + (lane >> shift)], lane & (per_word - 1u), SRC_DTYPE);
    if (value != 0u || ZERO_IS_BACKGROUND == 0u) {
      bits |= 1u << lane;
      if (value != before || (first && lane == 0u)) { starts |= 1u << lane; }
    }
    before = value;
  }
  return vec2u(bits, starts);
}

// A run is a row's stretch of foreground voxels of one value; runs are numbered in raster order of
// their first voxel. One invocation owns a tile of words: it writes for each the bits where runs start, and
// how many runs of the tile start before it.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let tile = flat_index(wid, count, lid, 64u);
  let begin = tile * TILE_WORDS;
  let words = grid_words(params.bits);
  if (begin >= words) { return; }
  let end = min(begin + TILE_WORDS, words);
  var p = word_position(params.bits, begin, 5u) - params.bits.origin;
  var sum = 0u;
  for (var word = begin; word < end; word++) {
    let found = starts_of(word, p);
    foreground[word] = found.x;
    runs[word] = vec2u(found.y, sum);
    sum += countOneBits(found.y);
    p.x += 32u;
    if (p.x >= params.bits.size.x) {
      p = vec3u(0u, p.y + 1u, p.z);
      if (p.y >= params.bits.size.y) { p = vec3u(0u, 0u, p.z + 1u); }
    }
  }
  tile_runs[tile] = sum;
}
