// Surfaces and Euler numbers of objects by 2×2×2 configurations: adds up, for every object, weights of the cells of
// 2×2×2 voxels that it has a part of. `weights` holds ten words for each of the 256 shapes of a part (bit x + 2 y + 4
// z). Cells of one value alone are left out. Fields of the table, each of `ids` words and added to from zero: 0 … 13
// counters, 14 and 15 sums with a sign, 16 a long sum (low, high).
#import label_cells
#import object_slots
struct Params {
  labels: Grid,
  // Lower corners of the cells, in voxels + 1, so that 0 is one voxel outside.
  first: vec3u, end: vec3u,
  // Rows of the table: ids from 0 on.
  ids: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       weights: array<u32>;
@group(0) @binding(2) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;

const WIDTH = 64u;
// Cells of the block that a workgroup owns.
const BLOCK = vec3u(32u, 16u, 16u); // export CELLS_BLOCK
// Words that a kind of cell adds: PACKED of two counters, a half word each; two sums with a sign; a sum that takes two
// words.
const WORDS = 10u; // export CELL_WORDS
const PACKED = 7u; // export CELL_PACKED
const LONG = 9u;

var<workgroup> slots: array<atomic<u32>, 640>;

fn add_word(field: u32, id: u32, value: u32) {
  if (value != 0u) { atomicAdd(&table[field * params.ids + id], value); }
}

// Adds one word of an object to the table.
fn add_to_table(id: u32, word: u32, value: u32) {
  if (word < PACKED) {
    add_word(2u * word, id, value & 0xffffu);
    add_word(2u * word + 1u, id, value >> 16u);
  } else if (word < LONG) {
    add_word(PACKED + word, id, value);
  } else {
    // Whoever overflows the low word carries.
    let at = (PACKED + LONG) * params.ids + id;
    let before = atomicAdd(&table[at], value);
    if (before + value < before) { atomicAdd(&table[at + params.ids], 1u); }
  }
}

fn add_cell(id: u32, code: u32) {
  if (id >= params.ids) { return; }
  let slot = slot_of(id);
  for (var word = 0u; word < WORDS; word++) {
    let value = weights[code * WORDS + word];
    if (value == 0u) { continue; }
    if (slot == NONE) { add_to_table(id, word, value); }
    else { atomicAdd(&slots[slot * WORDS + word], value); }
  }
}

// A workgroup owns a block of 32 × 16 × 16 cells of 2×2×2 voxels, an invocation four rows of it. A cell of one value
// alone adds nothing; in others every object that has a part adds what the weights say of the shape of its part.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let blocks = (params.end - params.first + BLOCK - vec3u(1u)) / BLOCK;
  let block = flat_index(wid, count, 0u, 1u);
  let block_row = block / blocks.x;
  let corner = params.first + BLOCK * vec3u(block - block_row * blocks.x, block_row % blocks.y, block_row / blocks.y);
  for (var r = 0u; r < 4u; r++) {
    let p = corner + vec3u(0u, lid & 15u, (lid >> 4u) * 4u + r);
    if (any(p >= params.end)) { continue; }
    let y = i32(p.y) - 1;
    let z = i32(p.z) - 1;
    let rows = array<Row, 4>(row_at(y, z), row_at(y + 1, z), row_at(y, z + 1), row_at(y + 1, z + 1));
    let start = i32(p.x) - 1;
    let stop = i32(min(p.x + 32u, params.end.x)) - 1;
    var low = labels_at(rows, start);
    for (var x = start; x < stop; x++) {
      let high = labels_at(rows, x + 1);
      if (any(low != high) || any(low.xyz != low.www)) {
        // Each object of the cell once, at the first of its voxels.
        var seen = 0u;
        for (var k = 0u; k < 8u; k++) {
          if (((seen >> k) & 1u) == 1u) { continue; }
          let id = label_of_corner(low, high, k);
          let code = code_of(low, high, id);
          seen |= code;
          if (id != 0u) { add_cell(id, code); }
        }
      }
      low = high;
    }
  }
  workgroupBarrier();
  for (var i = lid; i < WORDS * atomicLoad(&taken_slots); i += WIDTH) {
    let slot = taken[i / WORDS];
    let word = i % WORDS;
    add_to_table(atomicLoad(&slot_ids[slot]), word, atomicLoad(&slots[slot * WORDS + word]));
  }
}
