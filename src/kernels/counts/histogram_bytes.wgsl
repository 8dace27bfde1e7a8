// Histogram of 8-bit voxels, one bin for each of the 256 keys, privatised per invocation: it needs no atomic per voxel.
#import grid
#import voxel
#import wide_chunks
struct Params { task: Grid, src: Grid, within: Grid }
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
// 1 where rows of the volume, and of the mask, have no pads, and the box is all of them.
override FLAT: u32;

const WIDTH = 32u;
// An invocation takes so many chunks of 32 voxels: fewer than a counter of 16 bits holds.
const CHUNKS = 32u;
// Voxels that a workgroup takes.
const GROUP_BYTES = WIDTH * CHUNKS * 32u; // export GROUP_BYTES
// A column of counters for each invocation, two in a word: those of keys k and k + 128. No two invocations share a
// word, so that nothing is atomic, and neighbours use neighbouring banks.
var<workgroup> columns: array<u32, 4096>;

var<private> column: u32;

fn take(byte: u32, lane: u32, wanted: u32) {
  let at = ((byte & 127u) << 5u) + column;
  var one = 1u << ((byte & 128u) >> 3u);
  if (FLAT == 0u || HAS_WITHIN == 1u) { one = select(0u, one, (wanted & (1u << lane)) != 0u); }
  columns[at] += one;
}

// Four voxels, whose first is `lane` of those wanted.
fn take_word(word: u32, lane: u32, wanted: u32) {
  take(word & 0xffu, lane, wanted);
  take((word >> 8u) & 0xffu, lane + 1u, wanted);
  take((word >> 16u) & 0xffu, lane + 2u, wanted);
  take(word >> 24u, lane + 3u, wanted);
}

fn take_quad(words: vec4u, lane: u32, wanted: u32) {
  let keys = words ^ vec4u(raw_to_key(0u, SRC_DTYPE) * 0x1010101u);
  take_word(keys.x, lane, wanted);
  take_word(keys.y, lane + 4u, wanted);
  take_word(keys.z, lane + 8u, wanted);
  take_word(keys.w, lane + 12u, wanted);
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  column = lid;
  let start = flat_index(wid, count, 0u, WIDTH) * CHUNKS;
  let end = min(grid_words(params.task), start + WIDTH * CHUNKS);
  for (var index = start + lid; index < end; index += WIDTH) {
    let chunk = wide_chunk_at(index, 2u);
    take_quad(four_words(chunk.first), 0u, chunk.wanted);
    take_quad(four_words(chunk.first + 4u), 16u, chunk.wanted);
  }
  workgroupBarrier();
  for (var key = lid; key < 128u; key += WIDTH) {
    var low = 0u;
    var high = 0u;
    for (var i = 0u; i < WIDTH; i++) {
      let pair = columns[(key << 5u) + ((lid + i) & 31u)];
      low += pair & 0xffffu;
      high += pair >> 16u;
    }
    if (low > 0u) { atomicAdd(&counts[key], low); }
    if (high > 0u) { atomicAdd(&counts[key + 128u], high); }
  }
}
