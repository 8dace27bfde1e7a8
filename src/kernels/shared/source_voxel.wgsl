#import grid
#import voxel
// One voxel of the source. Reads what its kernels bind: `src`, of SRC_DTYPE, and the grid of that name of `params`.

// The bits of a global voxel, which the grid must hold.
fn raw_at(p: vec3u) -> u32 {
  let shift = lane_shift(SRC_DTYPE);
  let lane = (p.x - params.src.origin.x) & ((1u << shift) - 1u);
  return lane_raw(src[word_index(params.src, p, shift)], lane, SRC_DTYPE);
}
