// Throats of a pore network (region adjacency graph): collects what is known of every two labels that are neighbours,
// in a hash table of `slots` slots (a power of two) of 22 words: the lower and the higher label; pairs of voxels along
// 13 directions, in raster order; and of those across faces the greatest of the lesser of both distances (bits of f32 ≥
// 0), and the sums of both places, in two words for each axis. `full[0]` becomes 1 where the table is too small. Voxels
// of the box `task` own the pairs with their later neighbours in raster order.
#import grid
#import pair_slots
struct Params { task: Grid, labels: Grid, distance: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       distance: array<u32>;
@group(0) @binding(2) var<storage, read_write> pairs: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> full: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;

// Words of a slot: two labels, pairs along 13 directions, the greatest distance, sums of x, y, z (low and high words).
const SLOT_WORDS = 22u; // export THROAT_WORDS

// What some voxels see of one contact; a = 0 is none.
struct Contact { a: u32, b: u32, pairs: array<u32, 13>, widest: u32, sum: vec3u }

fn add_long(at: u32, n: u32) {
  if (n == 0u) { return; }
  let before = atomicAdd(&pairs[at], n);
  if (before + n < before) { atomicAdd(&pairs[at + 1u], 1u); }
}

// Adds to a contact's slot of the hash table.
fn add(contact: Contact) {
  if (contact.a == 0u) { return; }
  let slot = slot_of_pair(contact.a, contact.b);
  if (slot == NO_SLOT) { return; }
  var counts = contact.pairs;
  for (var k = 0u; k < 13u; k++) {
    if (counts[k] > 0u) { atomicAdd(&pairs[slot + 2u + k], counts[k]); }
  }
  atomicMax(&pairs[slot + 15u], contact.widest);
  for (var axis = 0u; axis < 3u; axis++) { add_long(slot + 16u + 2u * axis, contact.sum[axis]); }
}

// The voxel at x of a row; 0 outside the volume.
fn label_at(x: i32, y: u32, z: u32) -> u32 {
  if (x < 0 || x >= i32(params.labels.volume_size.x)) { return 0u; }
  return labels[word_index(params.labels, vec3u(u32(x), y, z), 0u)];
}

fn distance_at(p: vec3u) -> u32 {
  return distance[word_index(params.distance, p, 0u)];
}

// One invocation owns 32 voxels of a row, with their 13 later neighbours in raster order. Contacts near each other are
// mostly of one pair: the table is only updated when the pair changes.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.task)) { return; }
  let start = word_position(params.task, word, 5u);
  let stop = start.x + valid_lanes(params.task, start.x, 5u);
  let size = params.labels.volume_size;
  var contact = Contact();
  for (var r = 0u; r < 5u; r++) {
    // Rows at (y, z) offsets (0, 0), (1, 0), (−1, 1), (0, 1), (1, 1).
    let row = vec2i(select(i32(r) - 3, i32(r), r < 2u), select(1, 0, r < 2u));
    let y = i32(start.y) + row.x;
    let z = start.z + u32(row.y);
    if (y < 0 || y >= i32(size.y) || z >= size.z) { continue; }
    for (var x = start.x; x < stop; x++) {
      let own = label_at(i32(x), start.y, start.z);
      if (own == 0u) { continue; }
      for (var dx = select(-1, 1, r == 0u); dx <= 1; dx++) {
        let other = label_at(i32(x) + dx, u32(y), z);
        if (other == 0u || other == own) { continue; }
        let a = min(own, other);
        let b = max(own, other);
        if (a != contact.a || b != contact.b) {
          add(contact);
          contact = Contact();
          contact.a = a;
          contact.b = b;
        }
        contact.pairs[select(u32(3 * i32(r) - 1 + dx), 0u, r == 0u)] += 1u;
        if (abs(dx) + abs(row.x) + row.y != 1) { continue; }
        // Across a face: the lesser of the two distances, and twice the place between.
        let p = vec3u(x, start.yz);
        let q = vec3u(u32(i32(x) + dx), u32(y), z);
        contact.widest = max(contact.widest, min(distance_at(p), distance_at(q)));
        contact.sum += p + q;
      }
    }
  }
  add(contact);
}
