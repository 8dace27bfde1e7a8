// Connected-component labelling of values: pointer jumping in the first union-find forest, to ancestors further up.
#import grid
#import runs
@group(0) @binding(0) var<storage, read_write> parents: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read>       state: array<u32>;

const WIDTH = 64u;
const HOPS = 4u;

// Points runs at ancestors further up, so that uniting has shorter ways. One workgroup owns a block of runs.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let begin = (wid.y * count.x + wid.x) * BLOCK_RUNS;
  let end = min(begin + BLOCK_RUNS, state[3]);
  for (var run = begin + lid; run < end; run += WIDTH) {
    let first = atomicLoad(&parents[run]);
    var above = first;
    for (var hop = 0u; hop < HOPS; hop++) {
      let next = atomicLoad(&parents[above]);
      if (next == above) { break; }
      above = next;
    }
    if (above != first) { atomicStore(&parents[run], above); }
  }
}
