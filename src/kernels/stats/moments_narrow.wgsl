// Sum and sum of squares (moments) as `moments`, of integers of 8 and 16 bits, by vectors of four words.
#import grid
#import voxel
#import wide_chunks
#import wide
#import lanes
#import moments_digits
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
// The same buffer as `src`, for wider loads.
@group(0) @binding(2) var<storage, read>       quads: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> partials: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;
// 1 where rows are a multiple of four words.
override WIDE: u32;
// 1 where rows of the volume, and of the mask, have no pads, and the box is all of them.
override FLAT: u32;

const WIDTH = 64u;

// Sums of the keys of one chunk, by component; those of squares as two halves of 32 bits each.
struct ChunkSums { sum: vec4u, squares: vec4u, upper: vec4u, low: vec4u, high: vec4u }

// With one voxel of each of four words.
fn with_keys(sums: ChunkSums, raw: vec4u, bits: vec4u) -> ChunkSums {
  let keys = raw ^ vec4u(raw_to_key(0u, SRC_DTYPE));
  var values = keys;
  var complements = ~keys;
  if (FLAT == 0u || HAS_WITHIN == 1u) {
    let inside = bits != vec4u();
    values = select(vec4u(), keys, inside);
    complements = select(vec4u(), complements, inside);
  }
  let squares = values * values;
  return ChunkSums(sums.sum + values, sums.squares + (squares & vec4u(0xffffu)), sums.upper + (squares >> vec4u(16u)),
                   max(sums.low, complements), max(sums.high, values));
}

fn with_words(sums: ChunkSums, words: vec4u, bits: vec4u) -> ChunkSums {
  let shift = lane_shift(SRC_DTYPE);
  let mask = vec4u(lanes_mask(1u, SRC_DTYPE));
  // Bits of the first voxels of four words.
  let firsts = vec4u(1u) << (vec4u(0u, 1u, 2u, 3u) << vec4u(shift));
  var found = with_keys(sums, words & mask, bits & firsts);
  if (shift == 1u) { return with_keys(found, words >> vec4u(16u), bits & (firsts << vec4u(1u))); }
  found = with_keys(found, (words >> vec4u(8u)) & mask, bits & (firsts << vec4u(1u)));
  found = with_keys(found, (words >> vec4u(16u)) & mask, bits & (firsts << vec4u(2u)));
  return with_keys(found, words >> vec4u(24u), bits & (firsts << vec4u(3u)));
}

// As moments.wgsl for integers of 8 and 16 bits. An invocation takes chunks of 32 voxels of a row, as far apart as
// there are invocations; within a chunk sums fit into words.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let shift = lane_shift(SRC_DTYPE);
  var sum = vec2u();
  var squares = vec3u();
  var counted = 0u;
  var low = vec4u();
  var high = vec4u();
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = wide_chunk_at(index, shift);
    let first = chunk.first;
    let wanted = chunk.wanted;
    var sums = ChunkSums(vec4u(), vec4u(), vec4u(), low, high);
    sums = with_words(sums, four_words(first), vec4u(wanted));
    if (shift == 2u) { sums = with_words(sums, four_words(first + 4u), vec4u(wanted >> 16u)); }
    else {
      sums = with_words(sums, four_words(first + 4u), vec4u(wanted >> 8u));
      sums = with_words(sums, four_words(first + 8u), vec4u(wanted >> 16u));
      sums = with_words(sums, four_words(first + 12u), vec4u(wanted >> 24u));
    }
    let upper = sum_of(sums.upper);
    sum = add_wide(sum, vec2u(sum_of(sums.sum), 0u));
    squares = add_wider(squares, add_wide(vec2u(sum_of(sums.squares), 0u), vec2u(upper << 16u, upper >> 16u)));
    low = sums.low;
    high = sums.high;
    counted += countOneBits(wanted);
  }
  add_digits(sum, squares, counted, 0u, largest_of(low), largest_of(high));
  workgroupBarrier();
  write_digits(flat_index(wid, count, 0u, 1u), lid);
}
