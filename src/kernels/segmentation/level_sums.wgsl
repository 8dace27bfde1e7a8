// Cumulative histogram at a few levels: counts the 16-bit voxels of a box from each of up to eight keys on and sums
// their keys, and counts the keys `first … first + length − 1` one by one. `sums` holds, from zero, of all voxels and
// from each edge on: 9 counts, 9 sums of the low halves of sums of keys, 9 of the high halves; then the complement of
// the least key in 16 bits, the greatest key, and the counts of keys.
#import grid
#import voxel
#import wide_chunks
struct Params {
  task: Grid, src: Grid, within: Grid,
  // Keys from which on is summed; those that are not wanted are above all keys. Keys from the first on and below the
  // second are counted one by one.
  low_edges: vec4u, high_edges: vec4u,
  // The first of the keys that are counted one by one.
  first: u32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
// The same buffer as `src`, for wider loads.
@group(0) @binding(2) var<storage, read>       quads: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> sums: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;
// 1 where rows are a multiple of four words.
override WIDE: u32;
// 1 where rows of the volume, and of the mask, have no pads, and the box is all of them.
override FLAT: u32;
// Edges: 4 or 8.
override EDGES: u32;

const WIDTH = 64u;
// An invocation takes so many chunks of 32 voxels, in blocks of so many.
const CHUNKS = 16u;
const BLOCK = 4u;
// Voxels that a workgroup takes: the sum of their keys fits a word.
const GROUP_VOXELS = WIDTH * CHUNKS * 32u; // export GROUP_VOXELS
// The count and the sum of the 16-bit keys of a block of 128 voxels fit one word.
const COUNT_SHIFT = 23u;
const MOMENT_BITS = 0x7fffffu;

// Count and sum of keys in this block: of all voxels, and from each edge on.
var<private> total: u32;
var<private> low: vec4u;
var<private> high: vec4u;
// Complement of the least key, and the greatest.
var<private> least: u32;
var<private> greatest: u32;
// Voxels of this chunk that are counted one by one.
var<private> hits: u32;

// Words of `sums` before the counts of keys.
const SUMS = 29u; // export SUM_WORDS
const ROWS = 20u;
// A row longer than it holds: neighbours read different banks.
const ROW = 65u;
var<workgroup> group: array<u32, 1300>;

fn take(key: u32, bit: u32, wanted: u32) {
  var packed = key | (1u << COUNT_SHIFT);
  var complement = key ^ 0xffffu;
  var known = key;
  var hit = key - params.low_edges.x < params.low_edges.y - params.low_edges.x;
  if (FLAT == 0u || HAS_WITHIN == 1u) {
    let inside = (wanted & bit) != 0u;
    packed = select(0u, packed, inside);
    complement = select(0u, complement, inside);
    known = select(0u, key, inside);
    hit = hit && inside;
  }
  total += packed;
  low += select(vec4u(), vec4u(packed), vec4u(key) >= params.low_edges);
  if (EDGES == 8u) { high += select(vec4u(), vec4u(packed), vec4u(key) >= params.high_edges); }
  least = max(least, complement);
  greatest = max(greatest, known);
  hits |= select(0u, bit, hit);
}

// Eight voxels, whose first is of the bit `bit` of the chunk.
fn take_quad(words: vec4u, bit: u32, wanted: u32) {
  let keys = words ^ vec4u(raw_to_key(0u, SRC_DTYPE) * 0x10001u);
  take(keys.x & 0xffffu, bit, wanted);
  take(keys.x >> 16u, bit << 1u, wanted);
  take(keys.y & 0xffffu, bit << 2u, wanted);
  take(keys.y >> 16u, bit << 3u, wanted);
  take(keys.z & 0xffffu, bit << 4u, wanted);
  take(keys.z >> 16u, bit << 5u, wanted);
  take(keys.w & 0xffffu, bit << 6u, wanted);
  take(keys.w >> 16u, bit << 7u, wanted);
}

fn take_chunk(index: u32) {
  let chunk = wide_chunk_at(index, 1u);
  let first = chunk.first;
  take_quad(four_words(first), 1u, chunk.wanted);
  take_quad(four_words(first + 4u), 1u << 8u, chunk.wanted);
  take_quad(four_words(first + 8u), 1u << 16u, chunk.wanted);
  take_quad(four_words(first + 12u), 1u << 24u, chunk.wanted);
  // Few: so they are asked for once more, in place of a branch for each voxel.
  while (hits != 0u) {
    let lane = firstTrailingBit(hits);
    hits &= hits - 1u;
    let key = raw_to_key(lane_raw(src[first + (lane >> 1u)], lane & 1u, SRC_DTYPE), SRC_DTYPE);
    atomicAdd(&sums[SUMS + key - params.first], 1u);
  }
}

fn put(row: u32, lid: u32, value: u32) {
  group[row * ROW + lid] = value;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  var chunk = flat_index(wid, count, 0u, WIDTH) * CHUNKS + lid;
  let end = min(grid_words(params.task), chunk - lid + WIDTH * CHUNKS);
  var all_count = 0u;
  var all_moment = 0u;
  var low_count = vec4u();
  var low_moment = vec4u();
  var high_count = vec4u();
  var high_moment = vec4u();
  while (chunk < end) {
    for (var turn = 0u; turn < BLOCK && chunk < end; turn++) {
      take_chunk(chunk);
      chunk += WIDTH;
    }
    all_count += total >> COUNT_SHIFT;
    all_moment += total & MOMENT_BITS;
    low_count += low >> vec4u(COUNT_SHIFT);
    low_moment += low & vec4u(MOMENT_BITS);
    high_count += high >> vec4u(COUNT_SHIFT);
    high_moment += high & vec4u(MOMENT_BITS);
    total = 0u;
    low = vec4u();
    high = vec4u();
  }
  put(0u, lid, all_count);
  put(1u, lid, low_count.x);
  put(2u, lid, low_count.y);
  put(3u, lid, low_count.z);
  put(4u, lid, low_count.w);
  put(5u, lid, high_count.x);
  put(6u, lid, high_count.y);
  put(7u, lid, high_count.z);
  put(8u, lid, high_count.w);
  put(9u, lid, all_moment);
  put(10u, lid, low_moment.x);
  put(11u, lid, low_moment.y);
  put(12u, lid, low_moment.z);
  put(13u, lid, low_moment.w);
  put(14u, lid, high_moment.x);
  put(15u, lid, high_moment.y);
  put(16u, lid, high_moment.z);
  put(17u, lid, high_moment.w);
  put(18u, lid, least);
  put(19u, lid, greatest);
  workgroupBarrier();
  if (lid >= ROWS) { return; }
  var sum = 0u;
  var most = 0u;
  for (var i = 0u; i < WIDTH; i++) {
    sum += group[lid * ROW + i];
    most = max(most, group[lid * ROW + i]);
  }
  if (lid < 9u) { atomicAdd(&sums[lid], sum); }
  else if (lid < 18u) {
    // 2^16 keys of 16 bits fit a word; words are added by halves.
    atomicAdd(&sums[lid], sum & 0xffffu);
    atomicAdd(&sums[lid + 9u], sum >> 16u);
  } else { atomicMax(&sums[lid + 9u], most); }
}
