#import quad
// Eights: eight voxels in a row as floats, of rows of whole quads of words. Unlike most shared modules this one
// reads what its kernels bind: `src`, an array of `vec4u`, of SRC_DTYPE.
struct Eight { low: vec4f, high: vec4f }

// The eight that begins at a word, which is a multiple of the words of an eight.
fn eight_at_word(word: u32) -> Eight {
  let words = src[word >> 2u];
  if (lane_shift(SRC_DTYPE) == 2u) {
    let half = select(words.xy, words.zw, (word & 2u) != 0u);
    return Eight(quad_floats(unpack_quad(half.xxxx, SRC_DTYPE), SRC_DTYPE),
                 quad_floats(unpack_quad(half.yyyy, SRC_DTYPE), SRC_DTYPE));
  }
  if (lane_shift(SRC_DTYPE) == 1u) {
    return Eight(quad_floats(unpack_quad(words, SRC_DTYPE), SRC_DTYPE),
                 quad_floats(unpack_quad(words.zwzw, SRC_DTYPE), SRC_DTYPE));
  }
  return Eight(quad_floats(words, SRC_DTYPE), quad_floats(src[(word >> 2u) + 1u], SRC_DTYPE));
}

// One voxel of the row that begins at a word.
fn voxel_of_row(row: u32, x: u32) -> f32 {
  let shift = lane_shift(SRC_DTYPE);
  let word = row + (x >> shift);
  return raw_to_f32(lane_raw(src[word >> 2u][word & 3u], x & ((1u << shift) - 1u), SRC_DTYPE), SRC_DTYPE);
}
