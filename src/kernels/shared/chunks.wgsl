#import grid
#import voxel
// Chunks of 32 voxels of a row of a box. Unlike most shared modules this one reads what its kernels bind: `within`, and
// of `params` the grids `task`, `src` and `within`; of HAS_WITHIN.

// Word of the first voxel, how many voxels there are, and bits of those that are wanted: of all, or of those in a mask.
struct Chunk { first: u32, lanes: u32, wanted: u32 }

// `shift` is log2 of the voxels per word.
fn chunk_at(index: u32, shift: u32) -> Chunk {
  let p = word_position(params.task, index, 5u);
  let lanes = valid_lanes(params.task, p.x, 5u);
  var wanted = lanes_mask(lanes, BIT);
  if (HAS_WITHIN == 1u) { wanted &= within[word_index(params.within, p, 5u)]; }
  return Chunk(word_index(params.src, p, shift), lanes, wanted);
}
