// Four words in a row of `src`, of which a kernel binds the buffer as `quads` once more. Of WIDE: 1 where rows are a
// multiple of four words, so that they lie in one vector.
fn four_words(word: u32) -> vec4u {
  if (WIDE == 1u) { return quads[word >> 2u]; }
  return vec4u(src[word], src[word + 1u], src[word + 2u], src[word + 3u]);
}
