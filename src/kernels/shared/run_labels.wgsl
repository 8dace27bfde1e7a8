#import runs
// Connected-component labels of runs, from their union-find roots. Reads what its kernels bind: `parents` and
// `block_roots`.

// The label of a run: one more than the number of roots before its root.
fn label_of(run: u32) -> u32 {
  var root = run;
  var entry = parents[run];
  if ((entry & ROOT) == 0u) {
    root = entry;
    entry = parents[root];
  }
  return block_roots[root / BLOCK_RUNS] + (entry & ~ROOT) + 1u;
}

// The label where a bit of a nibble is set, else what was there.
fn put(there: vec4u, bits: u32, label: u32) -> vec4u {
  return select(there, vec4u(label), (vec4u(bits) & vec4u(1u, 2u, 4u, 8u)) != vec4u(0u));
}
