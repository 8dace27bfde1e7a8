// Histogram of a stratified sample of 16-bit voxels, one bin per key: eight neighbours of one of every `step` chunks of
// 32 voxels.
#import grid
#import voxel
#import chunks
struct Params { task: Grid, src: Grid, within: Grid, step: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

const WIDTH = 64u;
// Voxels of a row that one draw counts.
const DRAWN = 8u; // export DRAWN

fn mixed(x: u32) -> u32 {
  var h = x * 0x9e3779b1u;
  h = (h ^ (h >> 15u)) * 0x85ebca77u;
  return h ^ (h >> 13u);
}

fn count_word(word: u32, wanted: u32) {
  if ((wanted & 1u) != 0u) { atomicAdd(&counts[raw_to_key(word & 0xffffu, SRC_DTYPE)], 1u); }
  if ((wanted & 2u) != 0u) { atomicAdd(&counts[raw_to_key(word >> 16u, SRC_DTYPE)], 1u); }
}

// Counts eight voxels of one chunk, chosen at random, of every `step` chunks of 32 voxels of a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, WIDTH);
  let lot = mixed(index);
  let drawn = index * params.step + (lot >> 8u) % params.step;
  if (drawn >= grid_words(params.task)) { return; }
  let chunk = chunk_at(drawn, 1u);
  let quad = lot & 3u;
  let wanted = chunk.wanted >> (DRAWN * quad);
  // Words behind the row are read and not counted.
  let first = chunk.first + 4u * quad;
  count_word(src[first], wanted);
  count_word(src[first + 1u], wanted >> 2u);
  count_word(src[first + 2u], wanted >> 4u);
  count_word(src[first + 3u], wanted >> 6u);
}
