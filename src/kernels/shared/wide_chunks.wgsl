#import chunks
#import four_words
// Chunks that are read four words at a time (vector loads); the words behind the end of a row are read too, but not
// wanted. Uses FLAT of its kernels: 1 where the rows of the volume, and of the mask, have no padding, and the box is
// all of them.

fn wide_chunk_at(index: u32, shift: u32) -> Chunk {
  if (FLAT == 0u) { return chunk_at(index, shift); }
  var wanted = 0xffffffffu;
  if (HAS_WITHIN == 1u) { wanted = within[index]; }
  return Chunk(index * (32u >> shift), 32u, wanted);
}
