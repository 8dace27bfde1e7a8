// Euclidean distance transform, first pass: from a mask (or, with EDGES, the bits of `distance_edges`) to distances
// along x, in voxels, to the nearest background of the row, as u8 or u16; their largest value says "none, or as far as
// that". `found[0]` becomes 1 where there is any background.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, outside: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
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

// The bits of four neighbours of a word as masks.
fn masks(word: u32, quad: u32) -> vec4u {
  return bitcast<vec4u>(bitcast<vec4i>(vec4u(word) << (vec4u(31u, 30u, 29u, 28u) - 4u * quad)) >> vec4u(31u));
}

// Distances of four neighbours to what lies before them, from that of the voxel before the first; `on` are the masks of
// those that are not background (with edges: that are like the one before).
fn onwards(before: u32, on: vec4u) -> vec4u {
  let x = one_onwards(before, on.x);
  let y = one_onwards(x, on.y);
  let z = one_onwards(y, on.z);
  return vec4u(x, y, z, one_onwards(z, on.w));
}

fn one_onwards(before: u32, on: u32) -> u32 {
  if (EDGES == 1u) { return (before & on) + 1u; }
  return (before + 1u) & on;
}

// Stores the lesser of a quad's distances to both sides.
fn write_quad(to: u32, quad: u32, wanted: u32, left: vec4u, right: vec4u) {
  let d = min(min(left, right), vec4u(lanes_mask(1u, DST_DTYPE)));
  if (DST_DTYPE == U8) {
    if (quad < wanted) { dst[to + quad] = d.x | (d.y << 8u) | (d.z << 16u) | (d.w << 24u); }
  } else {
    if (2u * quad < wanted) { dst[to + 2u * quad] = d.x | (d.y << 16u); }
    if (2u * quad + 1u < wanted) { dst[to + 2u * quad + 1u] = d.z | (d.w << 16u); }
  }
}

// One invocation owns one mask word and writes its 32 distances along x, in voxels, to the nearest background (or to
// the nearest other value) of the row, packed to u8 or u16 words; the largest value says "none, or as far as that".
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
  // An edge lies left of its voxel: seen from its left neighbour, it is that one's.
  let on = ~zeros;
  let ahead = select(on, (on >> 1u) | 0x80000000u, EDGES == 1u);
  let l0 = onwards(left - 1u, masks(on, 0u));
  let l1 = onwards(l0.w, masks(on, 1u));
  let l2 = onwards(l1.w, masks(on, 2u));
  let l3 = onwards(l2.w, masks(on, 3u));
  let l4 = onwards(l3.w, masks(on, 4u));
  let l5 = onwards(l4.w, masks(on, 5u));
  let l6 = onwards(l5.w, masks(on, 6u));
  let l7 = onwards(l6.w, masks(on, 7u));
  let r7 = onwards(right - 1u, masks(ahead, 7u).wzyx).wzyx;
  write_quad(to, 7u, wanted, l7, r7);
  let r6 = onwards(r7.x, masks(ahead, 6u).wzyx).wzyx;
  write_quad(to, 6u, wanted, l6, r6);
  let r5 = onwards(r6.x, masks(ahead, 5u).wzyx).wzyx;
  write_quad(to, 5u, wanted, l5, r5);
  let r4 = onwards(r5.x, masks(ahead, 4u).wzyx).wzyx;
  write_quad(to, 4u, wanted, l4, r4);
  let r3 = onwards(r4.x, masks(ahead, 3u).wzyx).wzyx;
  write_quad(to, 3u, wanted, l3, r3);
  let r2 = onwards(r3.x, masks(ahead, 2u).wzyx).wzyx;
  write_quad(to, 2u, wanted, l2, r2);
  let r1 = onwards(r2.x, masks(ahead, 1u).wzyx).wzyx;
  write_quad(to, 1u, wanted, l1, r1);
  let r0 = onwards(r1.x, masks(ahead, 0u).wzyx).wzyx;
  write_quad(to, 0u, wanted, l0, r0);
}
