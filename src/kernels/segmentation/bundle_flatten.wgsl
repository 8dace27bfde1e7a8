// Connected-component labelling of a mask: path compression of the union-find forest. Points every node at its root, and
// writes the first voxels of roots as bits.
#import grid
#import bundles
struct Params { bits: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read_write> parents: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read_write> roots: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override CONNECTIVITY: u32;

// One invocation owns one word of a bundle.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let bundles = bundle_counts();
  let line = index / bundles.x;
  let layer = line / bundles.y;
  if (layer >= bundles.z) { return; }
  let at = vec3i(vec3u(index - line * bundles.x, line - layer * bundles.y, layer));
  let rows = rows_at(at);
  let starts = node_starts(rows);
  var left = starts;
  var found = vec4u();
  // One step up of one node a turn: so invocations wait for the one with the most steps in all.
  var node = 0u;
  var own = 0u;
  var root = 0u;
  var first = 0u;
  loop {
    if (node == 0u) {
      if (left == 0u) { break; }
      node = node_at(starts, lowest_bit(left));
      left &= left - 1u;
      own = node_number(at, rows, node);
      root = own;
    }
    let parent = atomicLoad(&parents[root]);
    if (root == own) { first = parent; }
    if (parent != root) {
      root = parent;
      continue;
    }
    if (root != own) {
      if (root != first) { atomicStore(&parents[own], root); }
    } else {
      let voxels = rows & vec4u(node);
      let x = lowest_bit(voxels.x);
      let y = select(lowest_bit(voxels.y), 0u, voxels.x != 0u);
      let z = select(lowest_bit(voxels.z), 0u, (voxels.x | voxels.y) != 0u);
      let w = select(lowest_bit(voxels.w), 0u, (voxels.x | voxels.y | voxels.z) != 0u);
      found |= vec4u(x, y, z, w);
    }
    node = 0u;
  }
  if (has_row(at, 0u)) { roots[row_word(at, 0u)] = found.x; }
  if (has_row(at, 1u)) { roots[row_word(at, 1u)] = found.y; }
  if (CONNECTIVITY != 6u && has_row(at, 2u)) { roots[row_word(at, 2u)] = found.z; }
  if (CONNECTIVITY != 6u && has_row(at, 3u)) { roots[row_word(at, 3u)] = found.w; }
}
