// Connected-component labelling of a mask: the first union-find forest. Points every node at one that it touches in the
// bundle before along z.
#import grid
#import bundles
// `slots`: numbers of nodes for a word.
struct Params { bits: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read_write> parents: array<u32>;
@group(0) @binding(2) var<storage, read_write> state: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override CONNECTIVITY: u32;

// Bundles along z that an invocation goes through.
const MARCH = 8u; // export LINK_MARCH

// Every node points at the first node that it touches straight along z, or at itself, so that parents have smaller
// numbers: there is no circle, and no atomic is needed. Within the bundles of an invocation it points at that one's
// parent at once. What this leaves out, bundle_unite unites. Counts nodes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  var at = bundle_of(flat_index(wid, count, lid, 64u));
  let first = u32(at.z) * MARCH;
  let end = min(first + MARCH, bundle_counts().z);
  if (first >= end) { return; }
  at.z = i32(first);
  var before = rows_at(at - vec3i(0, 0, 1));
  var before_starts = node_starts(before);
  var nodes = 0u;
  for (var z = first; z < end; z++) {
    at.z = i32(z);
    let rows = rows_at(at);
    let starts = node_starts(rows);
    let straight = straight_along_z(rows, before);
    for (var open = starts; open != 0u; open &= open - 1u) {
      let node = node_at(starts, lowest_bit(open));
      let own = node_number(at, rows, node);
      let touching = lowest_bit(straight & node);
      var parent = own;
      if (touching != 0u) {
        parent = node_number(at - vec3i(0, 0, 1), before, node_at(before_starts, touching));
        if (z > first) { parent = parents[parent]; }
      }
      parents[own] = parent;
    }
    nodes += countOneBits(starts);
    before = rows;
    before_starts = starts;
  }
  if (nodes > 0u) { atomicAdd(&state[0], nodes); }
}
