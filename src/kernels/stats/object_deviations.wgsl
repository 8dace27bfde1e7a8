// Per-object moments of 32-bit intensities, in whole numbers: for every object of a box, sums of how far its voxels lie
// above its own least value, and of squares of that. Of integers by keys; of f32 in fixed point, in units of 2^−31 of
// the power of two at the object's greatest magnitude, so that no other object matters. NaN and the infinities are left
// out. Fields of the table, each of `ids` words and added to from zero: 0 count; 1 Σ (low, high); 3 Σ of squares (three
// words).
#import grid
#import voxel
#import float_bits
#import wide
#import object_slots
struct Params {
  task: Grid, labels: Grid, volume: Grid,
  // Rows of the tables: ids from 0 on.
  ids: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       volume: array<u32>;
// The same buffers, for wider loads.
@group(0) @binding(2) var<storage, read>       label_quads: array<vec4u>;
@group(0) @binding(3) var<storage, read>       volume_quads: array<vec4u>;
// Two words per id: the least value as a whole number, and the stored exponent counted from.
@group(0) @binding(4) var<storage, read>       scales: array<u32>;
@group(0) @binding(5) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(6) var<uniform>             params: Params;
override VOLUME_DTYPE: u32;
// 1 where rows of both grids are a multiple of four voxels.
override WIDE: u32;

const WIDTH = 64u;
// Voxels of the block that a workgroup owns.
const BLOCK = vec3u(32u, 16u, 16u); // export DEVIATIONS_BLOCK
const LANES = 4u;
const ROWS = 8u;
const STEPS = 32u;
const FIELDS = 6u;

var<workgroup> slots: array<atomic<u32>, 384>;

struct Sums { count: u32, total: vec2u, squares: vec3u }

// A finite value as a whole number: of f32 with seven bits more than its significand, rounded.
fn whole_number(raw: u32, exponent: u32) -> u32 {
  if (VOLUME_DTYPE != F32) { return raw_to_key(raw, VOLUME_DTYPE); }
  let below = exponent - min(exponent, float_exponent(raw));
  var magnitude = float_significand(raw) << 7u;
  if (below > 31u) { magnitude = 0u; }
  else if (below > 0u) { magnitude = ((magnitude >> (below - 1u)) + 1u) >> 1u; }
  return select(magnitude, 0u - magnitude, (raw >> 31u) == 1u);
}

// Sums take several words; whoever overflows one carries into the next.
fn add_to_slot(slot: u32, s: Sums) {
  let at = slot * FIELDS;
  atomicAdd(&slots[at], s.count);
  let total = atomicAdd(&slots[at + 1u], s.total.x);
  atomicAdd(&slots[at + 2u], s.total.y + select(0u, 1u, total + s.total.x < total));
  let low = atomicAdd(&slots[at + 3u], s.squares.x);
  let carry = select(0u, 1u, low + s.squares.x < low);
  let addend = s.squares.y + carry;
  let middle = atomicAdd(&slots[at + 4u], addend);
  let over = select(0u, 1u, addend < carry) + select(0u, 1u, middle + addend < middle);
  if (s.squares.z + over != 0u) { atomicAdd(&slots[at + 5u], s.squares.z + over); }
}

fn add_to_table(id: u32, s: Sums) {
  let n = params.ids;
  atomicAdd(&table[id], s.count);
  let total = atomicAdd(&table[n + id], s.total.x);
  atomicAdd(&table[2u * n + id], s.total.y + select(0u, 1u, total + s.total.x < total));
  let low = atomicAdd(&table[3u * n + id], s.squares.x);
  let carry = select(0u, 1u, low + s.squares.x < low);
  let addend = s.squares.y + carry;
  let middle = atomicAdd(&table[4u * n + id], addend);
  let over = select(0u, 1u, addend < carry) + select(0u, 1u, middle + addend < middle);
  if (s.squares.z + over != 0u) { atomicAdd(&table[5u * n + id], s.squares.z + over); }
}

fn pass_on(id: u32, s: Sums) {
  let slot = slot_of(id);
  if (slot == NONE) { add_to_table(id, s); } else { add_to_slot(slot, s); }
}

// A workgroup owns a block of 32 × 16 × 16 voxels; eight invocations go side by side along a row, four voxels each,
// over all rows. Each gathers one object at a time in registers and passes it on when another begins; the workgroup
// collects objects in a hash table and adds each to the table in memory once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let blocks = (params.task.size + BLOCK - vec3u(1u)) / BLOCK;
  let block = flat_index(wid, count, 0u, 1u);
  let block_row = block / blocks.x;
  let corner = params.task.origin
    + BLOCK * vec3u(block - block_row * blocks.x, block_row % blocks.y, block_row / blocks.y);
  let end = params.task.origin + params.task.size;
  let x = corner.x + LANES * (lid & (ROWS - 1u));
  var held = 0u;
  var scale = vec2u();
  var sums = Sums();
  for (var step = 0u; step < STEPS; step++) {
    let row = step * ROWS + lid / ROWS;
    let p = vec3u(x, corner.y + (row & 15u), corner.z + (row >> 4u));
    if (any(p >= end)) { continue; }
    let at = word_index(params.labels, p, 0u);
    let at_volume = word_index(params.volume, p, 0u);
    var ids: vec4u;
    var raws: vec4u;
    if (WIDE == 1u) {
      ids = label_quads[at >> 2u];
      raws = volume_quads[at_volume >> 2u];
    } else {
      // Words behind the end of a row may lie in the next one and are not looked at.
      ids = vec4u(labels[at], labels[at + 1u], labels[at + 2u], labels[at + 3u]);
      raws = vec4u(volume[at_volume], volume[at_volume + 1u], volume[at_volume + 2u], volume[at_volume + 3u]);
    }
    let lanes = min(LANES, end.x - p.x);
    for (var lane = 0u; lane < lanes; lane++) {
      let id = ids[lane];
      let raw = raws[lane];
      if (id == 0u || id >= params.ids || (VOLUME_DTYPE == F32 && !raw_is_finite(raw))) { continue; }
      if (id != held) {
        if (held != 0u) { pass_on(held, sums); }
        sums = Sums();
        held = id;
        scale = vec2u(scales[2u * id], scales[2u * id + 1u]);
      }
      let above = whole_number(raw, scale.y) - scale.x;
      sums.count++;
      sums.total = add_wide(sums.total, vec2u(above, 0u));
      sums.squares = add_wider(sums.squares, multiply_wide(above, above));
    }
  }
  if (held != 0u) { pass_on(held, sums); }
  workgroupBarrier();
  for (var i = lid; i < atomicLoad(&taken_slots); i += WIDTH) {
    let at = taken[i] * FIELDS;
    add_to_table(atomicLoad(&slot_ids[taken[i]]), Sums(
      atomicLoad(&slots[at]),
      vec2u(atomicLoad(&slots[at + 1u]), atomicLoad(&slots[at + 2u])),
      vec3u(atomicLoad(&slots[at + 3u]), atomicLoad(&slots[at + 4u]), atomicLoad(&slots[at + 5u]))));
  }
}
