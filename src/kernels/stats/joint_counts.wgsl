// Joint histogram of two grids, one for each block of a lattice: counts[block][bin of a][bin of b], and in the last
// word the voxels without a bin in either.
#import pair_voxels
struct Params {
  a: Grid, b: Grid, within: Grid, task: Grid,
  // Numbers of bins of a and b, in the first two; edges of a block; blocks along the axes.
  bins: vec3u, edge: vec3u, lattice: vec3u,
}
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read>       within: array<u32>;
@group(0) @binding(3) var<storage, read>       keys: array<u32>;
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;
override HAS_WITHIN: u32;

fn add_run(at: u32, run: u32) {
  if (run > 0u) { atomicAdd(&counts[at], run); }
}

// One invocation takes 32 voxels of a row. Equal neighbours are added at once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= grid_words(params.task)) { return; }
  let first = word_position(params.task, index, 5u);
  let lanes = valid_lanes(params.task, first.x, 5u);
  let each = params.bins.x * params.bins.y;
  let missing = params.lattice.x * params.lattice.y * params.lattice.z * each;
  let rows = (first.z / params.edge.z * params.lattice.y + first.y / params.edge.y) * params.lattice.x;
  var current = 0u;
  var run = 0u;
  for (var i = 0u; i < lanes; i++) {
    let p = vec3u(first.x + i, first.yz);
    if (!is_within(p)) { continue; }
    let bins = bins_at(p);
    var at = missing;
    if (all(bins < params.bins.xy)) {
      at = (rows + p.x / params.edge.x) * each + bins.x * params.bins.y + bins.y;
    }
    if (at != current) {
      add_run(current, run);
      current = at;
      run = 0u;
    }
    run++;
  }
  add_run(current, run);
}
