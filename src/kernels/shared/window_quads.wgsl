#import grid
#import quad
#import quad_place
#import window_margin
// Windows of rank filters on keys with margins, as window_keys writes them. Unlike most shared modules this one reads
// and writes what its kernels bind: `keys`, `params` and `dst`, of DTYPE.

// The quad of keys that begins at a word.
fn keys_of(word: u32) -> vec4u {
  var words = vec4u(keys[word], 0u, 0u, 0u);
  if (quad_word_shift(DTYPE) > 0u) { words.y = keys[word + 1u]; }
  if (quad_word_shift(DTYPE) > 1u) { words = vec4u(words.xy, keys[word + 2u], keys[word + 3u]); }
  return unpack_quad(words, DTYPE);
}

// The word of `keys` where the window of a quad's first voxel, of the slab, has its least offset.
fn first_word(p: vec3u) -> u32 {
  let rows = params.dst.size.y + 2u * params.margin_y;
  return (((p.z * rows + p.y) * params.quads) + (p.x >> 2u) + MARGIN_QUADS) << quad_word_shift(DTYPE);
}

// Stores a quad of the result.
fn store_keys(p: vec3u, found: vec4u) {
  let shift = lane_shift(DTYPE);
  let words = pack_quad(keep_lanes(quad_raws(found, DTYPE), params.dst.size.x - p.x), DTYPE);
  let at = p.x >> shift;
  let word = (params.first_slice + p.z) * params.dst.slice_words + p.y * params.dst.row_words + at;
  let left = params.dst.row_words - at;
  dst[word] = words.x;
  if (shift < 2u && left > 1u) { dst[word + 1u] = words.y; }
  if (shift < 1u && left > 2u) { dst[word + 2u] = words.z; }
  if (shift < 1u && left > 3u) { dst[word + 3u] = words.w; }
}
