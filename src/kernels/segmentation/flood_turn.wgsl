// Begins a turn of a flood by work queues, as an indirect dispatch. `counts` holds the lengths of queues: `awake`
// becomes a dispatch over one of them, of a workgroup per `each` of its entries, then its length; another queue, to be
// filled, gets the length 0.
struct Params { from_queue: u32, to_queue: u32, each: u32 }
// Lengths of queues, and whatever else is counted.
@group(0) @binding(0) var<storage, read_write> counts: array<u32>;
@group(0) @binding(1) var<storage, read_write> awake: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

const MAX_GROUPS = 65535u;

// Makes a dispatch over a queue, of a workgroup for each or so many of its entries, folded over x and y, and empties
// another queue.
@compute @workgroup_size(1)
fn main() {
  let length = counts[params.from_queue];
  let groups = length / params.each + u32(length % params.each != 0u);
  let x = min(groups, MAX_GROUPS);
  awake[0] = x;
  awake[1] = (groups + max(x, 1u) - 1u) / max(x, 1u);
  awake[2] = 1u;
  awake[3] = length;
  counts[params.to_queue] = 0u;
}
