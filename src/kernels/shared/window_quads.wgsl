#import grid
#import quad
// Windows on keys with margins, as window_keys writes them. Unlike most shared modules this one reads and writes what
// its kernels bind: `keys`, `params` and `dst`, of DTYPE.

// The quad of keys that begins at a word.
fn keys_of(word: u32) -> vec4u {
  var words = vec4u(keys[word], 0u, 0u, 0u);
  if (quad_word_shift(DTYPE) > 0u) { words.y = keys[word + 1u]; }
  if (quad_word_shift(DTYPE) > 1u) { words = vec4u(words.xy, keys[word + 2u], keys[word + 3u]); }
  return unpack_quad(words, DTYPE);
}

// The place of a quad of the slab.
struct Place { x: u32, y: u32, slice: u32 }

fn place_of(quad: u32) -> Place {
  let row_quads = (params.dst.size.x + 3u) >> 2u;
  let line = quad / row_quads;
  let slice = line / params.dst.size.y;
  return Place(quad - line * row_quads, line - slice * params.dst.size.y, slice);
}

// The word of `keys` where a place's window has its least offset.
fn first_word(p: Place) -> u32 {
  let rows = params.dst.size.y + 2u * params.margin_y;
  return (((p.slice * rows + p.y) * params.quads) + p.x + MARGIN_QUADS) << quad_word_shift(DTYPE);
}

// Stores a quad of the result.
fn store_keys(p: Place, found: vec4u) {
  let x = p.x << 2u;
  let shift = lane_shift(DTYPE);
  let words = pack_quad(keep_lanes(quad_raws(found, DTYPE), params.dst.size.x - x), DTYPE);
  let at = x >> shift;
  let word = (params.first_slice + p.slice) * params.dst.slice_words + p.y * params.dst.row_words + at;
  let left = params.dst.row_words - at;
  dst[word] = words.x;
  if (shift < 2u && left > 1u) { dst[word + 1u] = words.y; }
  if (shift < 1u && left > 2u) { dst[word + 2u] = words.z; }
  if (shift < 1u && left > 3u) { dst[word + 3u] = words.w; }
}

// As in window_keys.ts.
const MARGIN_QUADS = 2u;
