// Sums over each block of a lattice of the scores of two grids: n, Σs, Σt, Σs², Σt², Σst, of 64 bits each. Scores are
// those of the bins of the voxels, below 2^16; voxels without a bin in either are left out.
#import pair_voxels
#import wide
struct Params {
  a: Grid, b: Grid, within: Grid, task: Grid,
  // Numbers of bins of a and b, in the first two; edges of a block; blocks along the axes; workgroups for each block.
  bins: vec3u, edge: vec3u, lattice: vec3u, parts: u32,
}
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read>       within: array<u32>;
@group(0) @binding(3) var<storage, read>       keys: array<u32>;
@group(0) @binding(4) var<storage, read>       scores: array<u32>;
@group(0) @binding(5) var<storage, read_write> sums: array<atomic<u32>>;
@group(0) @binding(6) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;
override HAS_WITHIN: u32;

const WIDTH = 64u;
var<workgroup> group: array<atomic<u32>, 12>;

fn add_to_group(at: u32, value: vec2u) {
  let before = atomicAdd(&group[2u * at], value.x);
  let carry = value.y + select(0u, 1u, before > 0xffffffffu - value.x);
  if (carry > 0u) { atomicAdd(&group[2u * at + 1u], carry); }
}

// A workgroup takes one part of the voxels that a block shares with the task.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, 0u, 1u);
  let block = place / params.parts;
  let blocks = params.lattice.x * params.lattice.y * params.lattice.z;
  let slab = params.lattice.x * params.lattice.y;
  let corner = vec3u(block % params.lattice.x, block % slab / params.lattice.x, block / slab) * params.edge;
  let begin = max(corner, params.task.origin);
  let end = min(corner + params.edge, params.task.origin + params.task.size);
  let extent = select(vec3u(0u), end - begin, vec3<bool>(all(begin < end) && block < blocks));
  let total = extent.x * extent.y * extent.z;
  var n = 0u;
  var s = vec2u(0u);
  var t = vec2u(0u);
  var ss = vec2u(0u);
  var tt = vec2u(0u);
  var st = vec2u(0u);
  for (var i = (place % params.parts) * WIDTH + lid; i < total; i += params.parts * WIDTH) {
    let row = i / extent.x;
    let p = begin + vec3u(i - row * extent.x, row % extent.y, row / extent.y);
    if (!is_within(p)) { continue; }
    let bins = bins_at(p);
    if (any(bins >= params.bins.xy)) { continue; }
    let x = scores[bins.x];
    let y = scores[params.bins.x + bins.y];
    n++;
    s = add_wide(s, vec2u(x, 0u));
    t = add_wide(t, vec2u(y, 0u));
    ss = add_wide(ss, vec2u(x * x, 0u));
    tt = add_wide(tt, vec2u(y * y, 0u));
    st = add_wide(st, vec2u(x * y, 0u));
  }
  if (lid < 12u) { atomicStore(&group[lid], 0u); }
  workgroupBarrier();
  if (n > 0u) {
    add_to_group(0u, vec2u(n, 0u));
    add_to_group(1u, s);
    add_to_group(2u, t);
    add_to_group(3u, ss);
    add_to_group(4u, tt);
    add_to_group(5u, st);
  }
  workgroupBarrier();
  if (lid < 6u && block < blocks) {
    let at = 12u * block + 2u * lid;
    let low = atomicLoad(&group[2u * lid]);
    let before = atomicAdd(&sums[at], low);
    let carry = atomicLoad(&group[2u * lid + 1u]) + select(0u, 1u, before > 0xffffffffu - low);
    if (carry > 0u) { atomicAdd(&sums[at + 1u], carry); }
  }
}
