// Privatised sums of objects: those of a workgroup in its hash table, and from there in the table in memory. Uses the
// kernel's Params and constants.
#import object_slots
#import measured_voxels

const FIELDS = 14u;
// Fields of a slot: the count and three sums; extents as bits, a word for each axis; sums and extremes. That of
// squares is of lower and upper 16 bits, so that no sum of a block of 32³ voxels overflows.
const COUNT = 0u;
const SUM = 1u;
const EXTENT = 4u;
const DISTANCE = 7u;
const TOTAL = 8u;
const SQUARES_LOW = 9u;
const SQUARES_HIGH = 10u;
const FINITE = 11u;
const LOWEST = 12u;
const HIGHEST = 13u;

var<workgroup> slots: array<atomic<u32>, 896>;

// The sums of an object in a part, whose first voxel is `first` of the block, as fields.
fn fields_of(s: Sums, first: vec3u) -> array<u32, 14> {
  let count = count_of(s);
  return array<u32, 14>(
    count,
    ((s.position >> 10u) & 0x7ffu) + count * first.x, (s.position >> 21u) + count * first.y, s.z + count * first.z,
    (s.extents & 0xffu) << first.x, ((s.extents >> 8u) & 0xffu) << first.y, (s.extents >> 16u) << first.z,
    s.distance, s.total, s.squares_low, s.squares_high, s.finite, s.lowest, s.highest);
}

fn add_to_slot(slot: u32, fields: array<u32, 14>) {
  let at = slot * FIELDS;
  atomicAdd(&slots[at + COUNT], fields[COUNT]);
  atomicAdd(&slots[at + SUM], fields[SUM]);
  atomicAdd(&slots[at + SUM + 1u], fields[SUM + 1u]);
  atomicAdd(&slots[at + SUM + 2u], fields[SUM + 2u]);
  atomicOr(&slots[at + EXTENT], fields[EXTENT]);
  atomicOr(&slots[at + EXTENT + 1u], fields[EXTENT + 1u]);
  atomicOr(&slots[at + EXTENT + 2u], fields[EXTENT + 2u]);
  if (HAS_DISTANCE == 1u) { atomicMax(&slots[at + DISTANCE], fields[DISTANCE]); }
  if (HAS_INTENSITY == 1u) {
    // All integers are finite.
    if (INTENSITY_DTYPE == F32) { atomicAdd(&slots[at + FINITE], fields[FINITE]); }
    if (lane_shift(INTENSITY_DTYPE) > 0u) {
      atomicAdd(&slots[at + TOTAL], fields[TOTAL]);
      atomicAdd(&slots[at + SQUARES_LOW], fields[SQUARES_LOW]);
      atomicAdd(&slots[at + SQUARES_HIGH], fields[SQUARES_HIGH]);
    }
    atomicMax(&slots[at + LOWEST], fields[LOWEST]);
    atomicMax(&slots[at + HIGHEST], fields[HIGHEST]);
  }
}

// Whether there is anything in a field.
fn is_used(field: u32) -> bool {
  let is_sum = field >= TOTAL && field <= SQUARES_HIGH;
  return field < DISTANCE || (field == DISTANCE && HAS_DISTANCE == 1u) ||
    (field > DISTANCE && HAS_INTENSITY == 1u && (!is_sum || lane_shift(INTENSITY_DTYPE) > 0u));
}

fn raise(column: u32, id: u32, value: u32) {
  let at = column * params.ids + id;
  if (atomicLoad(&table[at]) < value) { atomicMax(&table[at], value); }
}

// Adds one field of an object in the block at `corner`, of which it has `count` voxels, to the table.
fn add_to_table(id: u32, field: u32, value: u32, count: u32, corner: vec3u) {
  let axis = (field - SUM) % 3u;
  let start = select(select(corner.z, corner.y, axis == 1u), corner.x, axis == 0u);
  if (field >= EXTENT && field < DISTANCE) {
    // Least indices as complements, so that all extremes grow from zero.
    raise(field + 3u, id, ~(start + firstTrailingBit(value)));
    raise(field + 6u, id, start + firstLeadingBit(value));
  } else if (field == DISTANCE || field == LOWEST || field == HIGHEST) {
    raise(select(field + 7u, 13u, field == DISTANCE), id, value);
  } else {
    // A sum takes two words; whoever overflows the low one carries.
    var column = 2u * field - 1u;
    var sum = vec2u(value, 0u);
    if (field < EXTENT) { sum.x += count * start; }
    if (field == SQUARES_HIGH) {
      column -= 2u;
      sum = vec2u(value << 16u, value >> 16u);
    }
    // Counts take one.
    if (field == COUNT) {
      column = 0u;
      sum.x = value;
    }
    if (field == FINITE) { column = 14u; }
    let at = column * params.ids + id;
    let before = atomicAdd(&table[at], sum.x);
    let carried = sum.y + select(0u, 1u, before + sum.x < before);
    if (carried != 0u) { atomicAdd(&table[at + params.ids], carried); }
  }
}
