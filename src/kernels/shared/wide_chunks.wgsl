#import chunks
#import four_words
// Chunks that are read four words at a time, words behind the row included, which are not wanted. Reads FLAT of its
// kernels: 1 where rows of the volume, and of the mask, have no pads, and the box is all of them.

fn wide_chunk_at(index: u32, shift: u32) -> Chunk {
  if (FLAT == 0u) { return chunk_at(index, shift); }
  var wanted = 0xffffffffu;
  if (HAS_WITHIN == 1u) { wanted = within[index]; }
  return Chunk(index * (32u >> shift), 32u, wanted);
}
