// Region adjacency graph of catchment basins: the highest saddle of every pair of basins that touch (of 26 neighbours),
// in a hash table of `slots` triples (a, b, saddle), and the first voxel of every basin. `full[0]` becomes 1 where the
// table is too small.
#import grid
#import lanes
#import pair_slots
struct Params { src: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       basins: array<u32>;
@group(0) @binding(1) var<storage, read>       heights: array<u32>;
@group(0) @binding(2) var<storage, read_write> pairs: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> first: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> full: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;

// Words of a slot: the two basins and their saddle.
const SLOT_WORDS = 3u;

// Raises the saddle of a pair of basins a < b; (0, 0) is none.
fn raise_saddle(pair: vec2u, height: u32) {
  if (pair.x == 0u) { return; }
  let slot = slot_of_pair(pair.x, pair.y);
  if (slot == NO_SLOT) { return; }
  if (atomicLoad(&pairs[slot + 2u]) < height) { atomicMax(&pairs[slot + 2u], height); }
}

fn basin(row: u32, x: i32) -> u32 {
  if (x < 0 || x >= i32(params.src.size.x)) { return 0u; }
  return basins[row + u32(x)];
}

// The four basins of a row from x on, and the one before them and the one behind.
struct Six { before: u32, four: vec4u, behind: u32 }

fn six(row: u32, x: i32) -> Six {
  return Six(basin(row, x - 1), vec4u(basin(row, x), basin(row, x + 1), basin(row, x + 2), basin(row, x + 3)),
             basin(row, x + 4));
}

// Bits of those of four voxels that touch another basin at each of four others.
fn touch_bits(own: vec4u, other: vec4u) -> u32 {
  return true_bits((other != own) & (other != vec4u()) & (own != vec4u()));
}

// The same for others one before, straight across and one behind, four bits each.
fn row_bits(own: vec4u, row: Six) -> u32 {
  return touch_bits(own, vec4u(row.before, row.four.xyz)) | (touch_bits(own, row.four) << 4u) |
    (touch_bits(own, vec4u(row.four.yzw, row.behind)) << 8u);
}

// Offsets of rows of later neighbours: (y, z) = (1, 0), (−1, 1), (0, 1), (1, 1), after the row itself.
fn row_offset(index: u32) -> vec2i {
  return vec2i(select(i32(index) - 3, i32(index), index < 2u), select(1, 0, index < 2u));
}

// The word where a row of later neighbours begins; where there is none, that of the row itself.
fn row_word(id: vec3u, index: u32) -> u32 {
  let q = vec2i(id.yz) + row_offset(index);
  let held = q.x >= 0 && q.x < i32(params.src.size.y) && q.y < i32(params.src.size.z);
  let at = select(vec2i(id.yz), q, held);
  return u32(at.y) * params.src.slice_words + u32(at.x) * params.src.row_words;
}

fn later_bits(id: vec3u, index: u32, own: vec4u, x: i32) -> u32 {
  let row = row_word(id, index);
  if (row == row_word(id, 0u)) { return 0u; }
  return row_bits(own, six(row, x));
}

// One invocation owns four voxels in a row and their later neighbours in raster order: in the row itself, the next row,
// and three rows of the next slice. Contacts are found first and worked off one after the other: what asks the table
// stands once, since lanes that do not ask wait for those that do.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = i32(id.x << 2u);
  if (u32(x) >= params.src.size.x || id.y >= params.src.size.y) { return; }
  let own_row = row_word(id, 0u);
  let here = six(own_row, x);
  let own = here.four;
  if (all(own == vec4u(0u))) { return; }
  // Voxels where a basin begins in its row.
  var begins = true_bits((vec4u(here.before, own.xyz) != own) & (own != vec4u()));
  for (; begins != 0u; begins &= begins - 1u) {
    let at = own_row + u32(x) + firstTrailingBit(begins);
    let mine = basins[at];
    if (atomicLoad(&first[mine]) > at) { atomicMin(&first[mine], at); }
  }
  // Bits 12 index + 4 (dx + 1) + k of two words: the row itself, which has later neighbours behind only, and the next
  // one; the next slice.
  var bits = vec2u((row_bits(own, here) & 0xf00u) | (later_bits(id, 1u, own, x) << 12u), later_bits(id, 2u, own, x));
  let straight = later_bits(id, 3u, own, x);
  let last_row = later_bits(id, 4u, own, x);
  bits.y |= (straight << 12u) | (last_row << 24u);
  var rest = last_row >> 8u;
  var last = vec2u(0u);
  var highest = 0u;
  loop {
    if (all(bits == vec2u()) && rest == 0u) { break; }
    var place = 0u;
    if (bits.x != 0u) {
      place = firstTrailingBit(bits.x);
      bits.x &= bits.x - 1u;
    } else if (bits.y != 0u) {
      place = 24u + firstTrailingBit(bits.y);
      bits.y &= bits.y - 1u;
    } else {
      place = 56u + firstTrailingBit(rest);
      rest &= rest - 1u;
    }
    let index = place / 12u;
    let within = place - 12u * index;
    let at = own_row + u32(x) + (within & 3u);
    let there = row_word(id, index) + u32(x + i32(within & 3u) + i32(within >> 2u) - 1);
    let a = basins[at];
    let b = basins[there];
    let height = min(heights[at], heights[there]);
    let pair = vec2u(min(a, b), max(a, b));
    // Most contacts of four voxels are between the same two basins: the table is only updated when the pair changes.
    let other = any(pair != last);
    if (other) {
      raise_saddle(last, highest);
      last = pair;
    }
    highest = select(max(highest, height), height, other);
  }
  raise_saddle(last, highest);
}
