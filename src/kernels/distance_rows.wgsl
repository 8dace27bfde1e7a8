#import grid
#import voxel
struct Params { src: Grid, dst: Grid, outside: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override DST_DTYPE: u32;
// 0: a zero bit is background. 1: it says that the voxel differs from its left neighbour.
override EDGES: u32;

// The mask word at place `j` of a row. Pad bits and the words before and behind the row are
// background where what lies outside is (`outside` = 1), and foreground, so never found, where not.
fn word_at(row: u32, j: i32) -> u32 {
  let words = i32(params.src.row_words);
  let open = select(0xffffffffu, 0u, params.outside != 0u);
  if (j < 0 || j >= words) { return open; }
  let lanes = min(32u, params.src.size.x - (u32(j) << 5u));
  return src[row + u32(j)] | (open & ~lanes_mask(lanes, BIT));
}

// One invocation owns one mask word and writes its 32 distances along x, in voxels, to the nearest
// background (or to the nearest other value) of the row, packed to u8 or u16 words; the largest value says "none, or as far as that".
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.src.row_words || id.y >= params.src.size.y) { return; }
  let row = id.z * params.src.slice_words + id.y * params.src.row_words;
  let words = i32(params.src.row_words);
  let centre = i32(id.x);
  let shift = lane_shift(DST_DTYPE);
  let none = lanes_mask(1u, DST_DTYPE);
  let zeros = ~word_at(row, centre);
  let to = id.z * params.dst.slice_words + id.y * params.dst.row_words + (id.x << (5u - shift));
  let wanted = min(32u >> shift, params.dst.row_words - (id.x << (5u - shift)));
  if (zeros != 0u && atomicLoad(&found[0]) == 0u) { atomicStore(&found[0], 1u); }
  if (zeros == 0xffffffffu && EDGES == 0u) {
    for (var w = 0u; w < wanted; w++) { dst[to + w] = 0u; }
    return;
  }
  // Distances of bit 0 to the left and of bit 31 to the right, beyond this word.
  var left = none;
  var j = centre - 1;
  loop {
    if (j < -1) { break; }
    let there = ~word_at(row, j);
    if (there != 0u) {
      left = (u32(centre - j) << 5u) - firstLeadingBit(there) + EDGES;
      break;
    }
    j -= 1;
  }
  var right = none;
  j = centre + 1;
  loop {
    if (j > words) { break; }
    let there = ~word_at(row, j);
    if (there != 0u) {
      right = (u32(j - centre) << 5u) + firstTrailingBit(there) - 31u;
      break;
    }
    j += 1;
  }
  for (var w = 0u; w < wanted; w++) {
    var packed = 0u;
    for (var lane = 0u; lane < (1u << shift); lane++) {
      let bit = (w << shift) + lane;
      let below = zeros & ((2u << bit) - 1u);
      let above = (zeros >> bit) >> EDGES;
      let to_left = select(left + bit, bit - firstLeadingBit(below) + EDGES, below != 0u);
      let to_right = select(right + 31u - bit, firstTrailingBit(above) + EDGES, above != 0u);
      packed |= lane_place(min(min(to_left, to_right), none), lane, DST_DTYPE);
    }
    dst[to + w] = packed;
  }
}
