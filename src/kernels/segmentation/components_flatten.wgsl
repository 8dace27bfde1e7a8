// Connected-component labelling of values: path compression of the union-find forest. Points every run at its root, and
// ranks the roots within blocks.
#import grid
#import runs
#import workgroup_scan
@group(0) @binding(0) var<storage, read_write> parents: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read_write> block_roots: array<u32>; // write
@group(0) @binding(2) var<storage, read>       state: array<u32>;

const WIDTH = 64u;
const EACH = 16u;

// Every run gets its root as parent. A root gets the flag ROOT, together with the number of roots of its block that lie
// before it. Another invocation may read an entry before or after this, and recognises a root in both forms. One
// invocation owns EACH runs in a row, one workgroup a block.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let block = wid.y * count.x + wid.x;
  let total = state[3];
  let begin = min(block * BLOCK_RUNS + lid * EACH, total);
  let end = min(begin + EACH, total);
  var roots = 0u;
  // One step up of one run a turn: so invocations wait for the one with the most steps in all.
  var run = begin;
  var root = run;
  var first = run;
  while (run < end) {
    let parent = atomicLoad(&parents[root]);
    if (root == run) { first = parent; }
    if (parent != root && (parent & ROOT) == 0u) {
      root = parent;
      continue;
    }
    if (root == run) { roots |= 1u << (run - begin); }
    else if (root != first) { atomicStore(&parents[run], root); }
    run++;
    root = run;
  }
  let scan = workgroup_scan(lid, countOneBits(roots));
  if (lid == 0u && block * BLOCK_RUNS < total) { block_roots[block] = scan.y; }
  var rank = scan.x;
  for (; roots != 0u; roots &= roots - 1u) {
    atomicStore(&parents[begin + firstTrailingBit(roots)], ROOT | rank);
    rank++;
  }
}
