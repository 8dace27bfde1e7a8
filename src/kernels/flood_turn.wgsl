struct Params { half: u32 }
@group(0) @binding(0) var<storage, read_write> counts: array<u32>;
@group(0) @binding(1) var<storage, read_write> awake: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;

const MAX_GROUPS = 65535u;

// Makes the dispatch over the blocks that are to be visited in a turn, one workgroup each, folded over x and y, and
// begins the queue of the next turn.
@compute @workgroup_size(1)
fn main() {
  let blocks = counts[params.half];
  let x = min(blocks, MAX_GROUPS);
  awake[0] = x;
  awake[1] = (blocks + max(x, 1u) - 1u) / max(x, 1u);
  awake[2] = 1u;
  awake[3] = blocks;
  counts[1u - params.half] = 0u;
}
