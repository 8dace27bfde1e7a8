// Connected-component labelling of a mask: path compression of the union-find forest. Points every node at its root,
// and writes the first voxels of roots as bits.
#import grid
#import bundles
struct Params { bits: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read_write> parents: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read_write> roots: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override CONNECTIVITY: u32;

// The first voxel of a node, as a bit of its row.
fn first_voxel(rows: vec4u, node: u32) -> vec4u {
  let own = rows & vec4u(node);
  let nothing_before = vec4<bool>(true, own.x == 0u, (own.x | own.y) == 0u, (own.x | own.y | own.z) == 0u);
  return select(vec4u(), own & (~own + vec4u(1u)), nothing_before);
}

// One invocation owns one word of a bundle.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = bundle_of(flat_index(wid, count, lid, 64u));
  if (!is_bundle(at)) { return; }
  let rows = rows_at(at);
  let starts = node_starts(rows);
  var found = vec4u();
  for (var open = starts; open != 0u; open &= open - 1u) {
    let node = node_at(starts, lowest_bit(open));
    let own = node_number(at, rows, node);
    let first = atomicLoad(&parents[own]);
    var root = own;
    for (var next = first; next != root; next = atomicLoad(&parents[root])) { root = next; }
    if (root != first) { atomicStore(&parents[own], root); }
    if (root == own) { found |= first_voxel(rows, node); }
  }
  if (has_row(at, 0u)) { roots[row_word(at, 0u)] = found.x; }
  if (has_row(at, 1u)) { roots[row_word(at, 1u)] = found.y; }
  if (CONNECTIVITY != 6u && has_row(at, 2u)) { roots[row_word(at, 2u)] = found.z; }
  if (CONNECTIVITY != 6u && has_row(at, 3u)) { roots[row_word(at, 3u)] = found.w; }
}
