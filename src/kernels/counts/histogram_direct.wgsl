// Histogram of integers, one bin per key of `lowest … highest`, with atomics on storage. `counts` holds the values
// below, those above, then the bins.
#import grid
#import voxel
#import chunks
#import four_words
struct Params { task: Grid, src: Grid, within: Grid, lowest: u32, highest: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
// The same buffer as `src`, for wider loads.
@group(0) @binding(2) var<storage, read>       quads: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;
// 1 where rows are a multiple of four words.
override WIDE: u32;

const WIDTH = 64u;

// Equal neighbours, not yet added to their bin.
var<private> current: u32;
var<private> run: u32;

fn add_run() {
  if (run == 0u) { return; }
  var bin = 2u + (current - params.lowest);
  if (current < params.lowest) { bin = 0u; }
  if (current > params.highest) { bin = 1u; }
  atomicAdd(&counts[bin], run);
}

fn count_voxel(raw: u32, wanted: bool) {
  let key = raw_to_key(raw, SRC_DTYPE);
  if (wanted && key != current) {
    add_run();
    current = key;
    run = 0u;
  }
  run += select(0u, 1u, wanted);
}

// Counts the voxels of a word whose lanes are among the low bits of `wanted`.
fn count_word(word: u32, wanted: u32) {
  if (lane_shift(SRC_DTYPE) == 2u) {
    count_voxel(word & 0xffu, (wanted & 1u) != 0u);
    count_voxel((word >> 8u) & 0xffu, (wanted & 2u) != 0u);
    count_voxel((word >> 16u) & 0xffu, (wanted & 4u) != 0u);
    count_voxel(word >> 24u, (wanted & 8u) != 0u);
  } else if (lane_shift(SRC_DTYPE) == 1u) {
    count_voxel(word & 0xffffu, (wanted & 1u) != 0u);
    count_voxel(word >> 16u, (wanted & 2u) != 0u);
  } else {
    count_voxel(word, (wanted & 1u) != 0u);
  }
}

// counts[0] below, counts[1] above, then one bin per value in memory that all workgroups share: for
// ranges so wide that two voxels seldom meet in a bin. Equal neighbours are added at once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = chunk_at(index, shift);
    // Words behind the row are read and not counted.
    for (var w = 0u; w < 32u / per_word; w += 4u) {
      let words = four_words(chunk.first + w);
      let bits = chunk.wanted >> (w * per_word);
      count_word(words.x, bits);
      count_word(words.y, bits >> per_word);
      count_word(words.z, bits >> (2u * per_word));
      count_word(words.w, bits >> (3u * per_word));
    }
  }
  add_run();
}
