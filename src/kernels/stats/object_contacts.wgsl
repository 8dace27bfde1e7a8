// Contacts of objects (region adjacency graph): counts, for every two objects, the pairs of neighbouring voxels along
// each of the 13 directions of which one lies in each object and the first in raster order in the box `task`. In a hash
// table of `slots` slots of 15 words: the lower id, the higher id, 13 counts. `full[0]` becomes 1 where the table is
// too small.
#import grid
#import label_rows
#import neighbour_directions
#import pair_slots
struct Params {
  task: Grid, labels: Grid,
  // Slots of the hash table, a power of two.
  slots: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read_write> pairs: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read_write> full: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;

// Words of a slot: the two ids, then pairs of voxels along the 13 directions.
const SLOT_WORDS = 15u; // export CONTACT_WORDS
const DIRECTIONS = 13u;

// Adds to a pair of objects a < b; (0, 0) is none.
fn add_pair(pair: vec2u, counts: array<u32, 13>) {
  if (pair.x == 0u) { return; }
  let slot = slot_of_pair(pair.x, pair.y);
  if (slot == NO_SLOT) { return; }
  var sums = counts;
  for (var k = 0u; k < DIRECTIONS; k++) {
    if (sums[k] > 0u) { atomicAdd(&pairs[slot + 2u + k], sums[k]); }
  }
}

// One invocation owns 32 voxels of a row and looks at their later neighbours in raster order. Contacts near each other
// are mostly of one pair: the table is only updated when the pair changes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.task)) { return; }
  let p = vec3i(word_position(params.task, word, 5u));
  let stop = p.x + i32(valid_lanes(params.task, u32(p.x), 5u));
  let own_row = row_at(p.y, p.z);
  var last = vec2u(0u);
  var counts = array<u32, 13>();
  for (var r = 0u; r < 5u; r++) {
    var row = own_row;
    if (r == 1u) { row = row_at(p.y + 1, p.z); }
    else if (r > 1u) { row = row_at(p.y + i32(r) - 3, p.z + 1); }
    if (!row.inside) { continue; }
    var near = vec3u(0u, label_at(row, p.x - 1), label_at(row, p.x));
    for (var x = p.x; x < stop; x++) {
      near = vec3u(near.yz, label_at(row, x + 1));
      let own = label_at(own_row, x);
      if (own == 0u || all(near == vec3u(own))) { continue; }
      for (var step = select(0u, 2u, r == 0u); step < 3u; step++) {
        let other = near[step];
        if (other == own || other == 0u) { continue; }
        let pair = vec2u(min(own, other), max(own, other));
        if (any(pair != last)) {
          add_pair(last, counts);
          last = pair;
          counts = array<u32, 13>();
        }
        counts[direction_of(r, step)] += 1u;
      }
    }
  }
  add_pair(last, counts);
}
