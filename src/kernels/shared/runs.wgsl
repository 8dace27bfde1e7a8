// Run-length encoding along x: runs of equal voxels as bits of words, pure functions of values.

// Words of 32 voxels whose runs one invocation of components_runs counts: a tile.
const TILE_WORDS = 16u; // export TILE_WORDS
// Marks a parent entry as that of a root, which then holds the root's rank in its block.
const ROOT = 0x80000000u;
// Parent entries whose roots one workgroup of components_flatten counts: a block.
const BLOCK_RUNS = 1024u; // export BLOCK_RUNS

fn lowest_bit(bits: u32) -> u32 {
  return bits & (~bits + 1u);
}

// How many starts lie at or below a bit.
fn runs_up_to(starts: u32, bit: u32) -> u32 {
  return countOneBits(starts & (bit | (bit - 1u)));
}

// The bits from `bit` on, itself included, that are set without a gap and without another start.
fn segment(bits: u32, starts: u32, bit: u32) -> u32 {
  let open = bits & ~(starts & ~bit);
  return open & ~(open + bit);
}

// `seeds`, and what they reach going up one bit at a time through bits of `way` (parallel prefix).
fn flood_up(seeds: u32, way: u32) -> u32 {
  var reached = seeds;
  var open = way;
  reached |= open & (reached << 1u);
  open &= open << 1u;
  reached |= open & (reached << 2u);
  open &= open << 2u;
  reached |= open & (reached << 4u);
  open &= open << 4u;
  reached |= open & (reached << 8u);
  open &= open << 8u;
  return reached | (open & (reached << 16u));
}

// The same, going down.
fn flood_down(seeds: u32, way: u32) -> u32 {
  var reached = seeds;
  var open = way;
  reached |= open & (reached >> 1u);
  open &= open >> 1u;
  reached |= open & (reached >> 2u);
  open &= open >> 2u;
  reached |= open & (reached >> 4u);
  open &= open >> 4u;
  reached |= open & (reached >> 8u);
  open &= open >> 8u;
  return reached | (open & (reached >> 16u));
}

// The first bit of `touching` in every run that starts in this word; `fore` and `starts` tell the runs.
fn first_contacts(fore: u32, starts: u32, touching: u32) -> u32 {
  return touching & flood_up(starts, fore & ~starts & ~(touching << 1u));
}
