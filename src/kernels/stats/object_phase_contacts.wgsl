// Contacts of objects with a phase: counts, for every object of a box, the neighbours of its voxels that lie in the
// volume and not in the object, along each of the 13 directions and both ways; and those of them that lie in the phase.
// With HAS_WITHIN 1, neighbours in that mask alone count. Fields of the table, each of `ids` words and added to from
// zero: 0 … 12 all, 13 … 25 those in the phase.
#import grid
#import label_rows
#import neighbour_directions
#import object_slots
struct Params {
  task: Grid, labels: Grid, phase: Grid, within: Grid,
  // Rows of the table: ids from 0 on.
  ids: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       phase: array<u32>;
@group(0) @binding(2) var<storage, read>       within: array<u32>;
@group(0) @binding(3) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override HAS_WITHIN: u32;

const WIDTH = 64u;
// Directions, with a count of all in the lower half of a word and of those in the phase in the upper: a workgroup owns
// 2,048 voxels, which have 4,096 neighbours along each.
const WORDS = 13u; // export CONTACT_DIRECTIONS

var<workgroup> slots: array<atomic<u32>, 832>;

// Whether a voxel of the grid of the phase lies in it.
fn phase_at(x: i32, y: i32, z: i32) -> u32 {
  if (x < 0 || x >= i32(params.phase.volume_size.x)) { return 0u; }
  return (phase[word_index(params.phase, vec3u(vec3i(x, y, z)), 5u)] >> (u32(x) & 31u)) & 1u;
}

// Whether a voxel lies in the region of interest.
fn is_within(x: i32, y: i32, z: i32) -> bool {
  if (HAS_WITHIN == 0u) { return true; }
  if (x < 0 || x >= i32(params.within.volume_size.x)) { return false; }
  return ((within[word_index(params.within, vec3u(vec3i(x, y, z)), 5u)] >> (u32(x) & 31u)) & 1u) == 1u;
}

fn add_to_table(id: u32, direction: u32, count: u32) {
  let at = direction * params.ids + id;
  if ((count & 0xffffu) != 0u) { atomicAdd(&table[at], count & 0xffffu); }
  if ((count >> 16u) != 0u) { atomicAdd(&table[at + WORDS * params.ids], count >> 16u); }
}

// Passes on what one object has at x − 1, x and x + 1 of a row; of the rows behind, as of those ahead that they mirror.
fn pass_on(id: u32, row: u32, behind: bool, counts: vec3u) {
  if (id == 0u || id >= params.ids || all(counts == vec3u())) { return; }
  let slot = slot_of(id);
  for (var step = 0u; step < 3u; step++) {
    if (counts[step] == 0u) { continue; }
    // In a voxel's own row the one before mirrors the one after.
    let mirrored = behind || (row == 0u && step == 0u);
    let direction = direction_of(row, select(step, 2u - step, mirrored));
    if (slot == NONE) { add_to_table(id, direction, counts[step]); }
    else { atomicAdd(&slots[slot * WORDS + direction], counts[step]); }
  }
}

// One invocation owns 32 voxels of a row and looks at the nine rows around them, one after the other. What it finds of
// an object it gathers in registers, and the workgroup in a hash table, which is added to the table in memory once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, WIDTH);
  if (word < grid_words(params.task)) {
    let p = vec3i(word_position(params.task, word, 5u));
    let stop = p.x + i32(valid_lanes(params.task, u32(p.x), 5u));
    let last = i32(params.labels.volume_size.x) - 1;
    let own_row = row_at(p.y, p.z);
    for (var r = 0u; r < 9u; r++) {
      let behind = r > 4u;
      let k = select(r, r - 4u, behind);
      let offset = select(vec2i(i32(k) - 3, 1), vec2i(i32(k), 0), k < 2u) * select(1, -1, behind);
      let y = p.y + offset.x;
      let z = p.z + offset.y;
      let row = row_at(y, z);
      if (!row.inside) { continue; }
      var held = 0u;
      var counts = vec3u();
      var near = vec3u(0u, label_at(row, p.x - 1), label_at(row, p.x));
      for (var x = p.x; x < stop; x++) {
        near = vec3u(near.yz, label_at(row, x + 1));
        let own = label_at(own_row, x);
        if (own == 0u || all(near == vec3u(own))) { continue; }
        if (own != held) {
          pass_on(held, k, behind, counts);
          counts = vec3u();
          held = own;
        }
        var others = vec3<bool>(x > 0, true, x < last) & (near != vec3u(own));
        others &= vec3<bool>(is_within(x - 1, y, z), is_within(x, y, z), is_within(x + 1, y, z));
        let inside = vec3u(phase_at(x - 1, y, z), phase_at(x, y, z), phase_at(x + 1, y, z));
        counts += select(vec3u(), vec3u(1u) + (inside << vec3u(16u)), others);
      }
      pass_on(held, k, behind, counts);
    }
  }
  workgroupBarrier();
  for (var i = lid; i < WORDS * atomicLoad(&taken_slots); i += WIDTH) {
    let slot = taken[i / WORDS];
    let direction = i % WORDS;
    add_to_table(atomicLoad(&slot_ids[slot]), direction, atomicLoad(&slots[slot * WORDS + direction]));
  }
}
