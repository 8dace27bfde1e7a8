// Numbers of a slab as those of the volume. Reads `below` and `above`, the numbers of the slices before and behind the
// slab, which its kernels bind.
#import slab_exits

// A number that is not 0: raised, or where a path leaves the slab what it comes to.
fn joined(number: u32, raise: u32) -> u32 {
  if ((number & LEAVES) == 0u) { return number + raise; }
  if ((number & UPWARDS) != 0u) { return above[number & PIXEL]; }
  return below[number & PIXEL];
}
