// Privatised counters: counts that a workgroup of 64 invocations sums up by itself first, with LOCAL 1. Unlike most
// shared modules this one adds to what its kernels bind: `counts`, from zero.

const WIDTH = 64u;
// Counts that a workgroup sums up by itself at most.
const MOST_LOCAL = 1024u; // export LOCAL_COUNTS
var<workgroup> group: array<atomic<u32>, MOST_LOCAL>;

fn add(at: u32, n: u32) {
  if (LOCAL == 1u) { atomicAdd(&group[at], n); } else { atomicAdd(&counts[at], n); }
}

// Adds what the workgroup has summed up.
fn add_group(lid: u32) {
  if (LOCAL == 0u) { return; }
  workgroupBarrier();
  for (var i = lid; i < min(arrayLength(&counts), MOST_LOCAL); i += WIDTH) {
    let n = atomicLoad(&group[i]);
    if (n > 0u) { atomicAdd(&counts[i], n); }
  }
}
