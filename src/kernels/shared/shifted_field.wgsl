// A field stored at four alignments in the buffer `field`, `params.stride` quads apart: as it is, and from its second,
// third and fourth word on. So any four words in a row are one of its quads. Reads what its kernels bind.
fn four(word: u32) -> vec4f {
  return field[(word & 3u) * params.stride + (word >> 2u)];
}
