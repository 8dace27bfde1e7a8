// Pointer jumping: how paths of water are followed from block to block. The kernel binds `paths` and `counts`, and says
// which of the latter, UNFINISHED, counts the workgroups of a dispatch that is to follow further: none, or all. A path
// may lead through any number of blocks: one dispatch follows it through some, and writes how far it came, so that the
// next one needs fewer.
#import flood_blocks

const HOPS = 64u;

fn follow(at: u32) -> u32 {
  let start = atomicLoad(&paths[at]);
  var to = start;
  for (var hop = 0u; to < TERMINAL && hop < HOPS; hop++) { to = atomicLoad(&paths[to]); }
  if (to != start) { atomicStore(&paths[at], to); }
  if (to < TERMINAL) { atomicStore(&counts[UNFINISHED], params.blocks.x * params.blocks.y * params.blocks.z); }
  return to;
}
