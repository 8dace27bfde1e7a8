// Histogram of integers whose keys lie in a window, one bin per value, privatised in workgroup memory. `counts` holds
// the values below `lowest`, those above `highest`, then the bins. `COPIES` is a power of two; (last − first + 1) ·
// COPIES is at most `WORDS`, which is at most 4096.
#import grid
#import voxel
#import chunks
struct Params {
  task: Grid, src: Grid, within: Grid,
  // Keys: the window's first and last, and those outside of which values are below or above.
  first: u32, last: u32, lowest: u32, highest: u32,
  // Where the window's bins start in `counts`; 1 where this pass also counts below and above.
  offset: u32, outside: u32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;
override COPIES: u32;
override WORDS: u32;

const WIDTH = 256u;
// Several copies of each bin side by side: neighbouring invocations add to different words and banks.
var<workgroup> bins: array<atomic<u32>, WORDS>;

fn add_run(key: u32, run: u32, copy: u32) {
  if (run > 0u && key >= params.first && key <= params.last) {
    atomicAdd(&bins[(key - params.first) * COPIES + copy], run);
  }
}

// counts[0] below, counts[1] above, then the bins. Equal neighbours are added at once.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  let copy = lid & (COPIES - 1u);
  var below = 0u;
  var above = 0u;
  var current = 0u;
  var run = 0u;
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = chunk_at(index, shift);
    if (chunk.wanted == 0u) { continue; }
    let words = (chunk.lanes + per_word - 1u) >> shift;
    for (var w = 0u; w < words; w++) {
      let packed = src[chunk.first + w];
      for (var lane = 0u; lane < per_word; lane++) {
        if (((chunk.wanted >> ((w << shift) + lane)) & 1u) == 0u) { continue; }
        let key = raw_to_key(lane_raw(packed, lane, SRC_DTYPE), SRC_DTYPE);
        below += select(0u, 1u, key < params.lowest);
        above += select(0u, 1u, key > params.highest);
        if (key != current) {
          add_run(current, run, copy);
          current = key;
          run = 0u;
        }
        run++;
      }
    }
  }
  add_run(current, run, copy);
  workgroupBarrier();
  for (var bin = lid; bin <= params.last - params.first; bin += WIDTH) {
    var total = 0u;
    for (var c = 0u; c < COPIES; c++) { total += atomicLoad(&bins[bin * COPIES + c]); }
    if (total > 0u) { atomicAdd(&counts[2u + params.offset + bin], total); }
  }
  // What is outside takes the first words over.
  workgroupBarrier();
  if (lid < 2u) { atomicStore(&bins[lid], 0u); }
  workgroupBarrier();
  if (params.outside == 1u) {
    atomicAdd(&bins[0], below);
    atomicAdd(&bins[1], above);
  }
  workgroupBarrier();
  if (lid < 2u) { atomicAdd(&counts[lid], atomicLoad(&bins[lid])); }
}
