#import grid
#import voxel
#import float_bits
struct Params {
  task: Grid, labels: Grid, intensity: Grid, distance: Grid,
  // Rows of the table: ids from 0 on.
  ids: u32,
  // Fixed point of intensities: key (integers) or fixed-point value (f32) of zero, right shift, and for
  // f32 the stored exponent counted from; squares are of values without their lowest bits.
  base: u32, shift: u32, exponent: u32, most: u32, square_shift: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       intensity: array<u32>;
@group(0) @binding(2) var<storage, read>       distance: array<u32>;
@group(0) @binding(3) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override INTENSITY_DTYPE: u32;
override HAS_INTENSITY: u32;
override HAS_DISTANCE: u32;

const WIDTH = 64u;
const BLOCK = vec3u(32u, 16u, 16u);
const SLOTS = 64u;
const PROBES = 8u;
const FIELDS = 13u;
const NONE = 0xffffffffu;
// Fields of a slot. In a block of 8,192 voxels the count takes 14 bits and the sum of x 17; sums of y
// and z 16 each. Extents are bits: 32 for x, 16 each for y and z.
const COUNT_X = 0u;
const Y_Z = 1u;
const EXTENT_X = 2u;
const EXTENT_YZ = 3u;
const DISTANCE = 4u;
const FINITE = 5u;
const SUM_LOW = 6u;
const SUM_HIGH = 7u;
const SQUARES_LOW = 8u;
const SQUARES_HIGH = 9u;
const LOWEST = 10u;
const HIGHEST = 11u;
const REMAINDER = 12u;

var<workgroup> slot_ids: array<atomic<u32>, 64>;
var<workgroup> slots: array<atomic<u32>, 832>;

// What an invocation has gathered of one object and not yet passed on; fields as in a slot.
struct Gathered {
  id: u32, count_x: u32, y_z: u32, extent_x: u32, extent_yz: u32, distance: u32,
  finite: u32, total: u32, squares: vec2u, lowest: u32, highest: u32, remainder: u32,
}

// The slot of an id in this workgroup's hash table; NONE where the table is crowded.
fn slot_of(id: u32) -> u32 {
  var slot = (id * 2654435761u) >> 26u;
  for (var probe = 0u; probe < PROBES; ) {
    let held = atomicLoad(&slot_ids[slot]);
    if (held == id) { return slot; }
    if (held == 0u) {
      let swap = atomicCompareExchangeWeak(&slot_ids[slot], 0u, id);
      if (swap.exchanged || swap.old_value == id) { return slot; }
      // A weak exchange may fail for no reason: look again.
      if (swap.old_value == 0u) { continue; }
    }
    slot = (slot + 1u) & (SLOTS - 1u);
    probe++;
  }
  return NONE;
}

fn add_word(field: u32, id: u32, value: u32) {
  atomicAdd(&table[field * params.ids + id], value);
}

fn raise(field: u32, id: u32, value: u32) {
  let at = field * params.ids + id;
  if (atomicLoad(&table[at]) < value) { atomicMax(&table[at], value); }
}

// Adds to a sum of two words; whoever overflows the low one carries.
fn add_long(field: u32, id: u32, low: u32, high: u32) {
  let at = field * params.ids + id;
  let before = atomicAdd(&table[at], low);
  let carried = high + select(0u, 1u, before + low < before);
  if (carried != 0u) { atomicAdd(&table[at + params.ids], carried); }
}

// A sum in two parts, low + 2^16 · high, as two words.
fn joined(low: u32, high: u32) -> vec2u {
  let sum = low + (high << 16u);
  return vec2u(sum, (high >> 16u) + select(0u, 1u, sum < low));
}

// Passes the sums of one object in one block on to the table.
fn add_to_table(id: u32, corner: vec3u, count_x: u32, y_z: u32, extent_x: u32, extent_yz: u32) {
  let count = count_x >> 17u;
  add_word(0u, id, count);
  add_long(1u, id, count * corner.x + (count_x & 0x1ffffu), 0u);
  add_long(3u, id, count * corner.y + (y_z & 0xffffu), 0u);
  add_long(5u, id, count * corner.z + (y_z >> 16u), 0u);
  // Least indices as complements, so that all extremes grow from zero.
  raise(7u, id, ~(corner.x + firstTrailingBit(extent_x)));
  raise(8u, id, ~(corner.y + firstTrailingBit(extent_yz & 0xffffu)));
  raise(9u, id, ~(corner.z + firstTrailingBit(extent_yz >> 16u)));
  raise(10u, id, corner.x + firstLeadingBit(extent_x));
  raise(11u, id, corner.y + firstLeadingBit(extent_yz & 0xffffu));
  raise(12u, id, corner.z + firstLeadingBit(extent_yz >> 16u));
}

fn add_intensity(id: u32, finite: u32, sum: vec2u, squares: vec2u, lowest: u32, highest: u32,
                 remainder: u32) {
  add_word(14u, id, finite);
  add_long(15u, id, sum.x, sum.y);
  add_long(17u, id, squares.x, squares.y);
  raise(19u, id, lowest);
  raise(20u, id, highest);
  if (params.square_shift > 0u) { add_long(21u, id, remainder, 0u); }
}

fn pass_on(g: Gathered, corner: vec3u) {
  if (g.id >= params.ids) { return; }
  let slot = slot_of(g.id);
  if (slot == NONE) {
    add_to_table(g.id, corner, g.count_x, g.y_z, g.extent_x, g.extent_yz);
    if (HAS_DISTANCE == 1u) { raise(13u, g.id, g.distance); }
    if (HAS_INTENSITY == 1u) {
      add_intensity(g.id, g.finite, vec2u(g.total, 0u), g.squares, g.lowest, g.highest,
        g.remainder);
    }
    return;
  }
  let at = slot * FIELDS;
  atomicAdd(&slots[at + COUNT_X], g.count_x);
  atomicAdd(&slots[at + Y_Z], g.y_z);
  atomicOr(&slots[at + EXTENT_X], g.extent_x);
  atomicOr(&slots[at + EXTENT_YZ], g.extent_yz);
  if (HAS_DISTANCE == 1u) { atomicMax(&slots[at + DISTANCE], g.distance); }
  if (HAS_INTENSITY == 1u) {
    // Halves are added apart, so that no sum of a block overflows.
    atomicAdd(&slots[at + FINITE], g.finite);
    atomicAdd(&slots[at + SUM_LOW], g.total & 0xffffu);
    atomicAdd(&slots[at + SUM_HIGH], g.total >> 16u);
    atomicAdd(&slots[at + SQUARES_LOW], g.squares.x & 0xffffu);
    atomicAdd(&slots[at + SQUARES_HIGH], (g.squares.x >> 16u) | (g.squares.y << 16u));
    atomicMax(&slots[at + LOWEST], g.lowest);
    atomicMax(&slots[at + HIGHEST], g.highest);
    if (params.square_shift > 0u) { atomicAdd(&slots[at + REMAINDER], g.remainder); }
  }
}

// An intensity as a whole number from 0 to params.most, rounded to the fixed point.
fn fixed_point(raw: u32) -> u32 {
  if (INTENSITY_DTYPE != F32) {
    let key = raw_to_key(raw, INTENSITY_DTYPE);
    return min((key - min(key, params.base)) >> params.shift, params.most);
  }
  let below = params.exponent + params.shift - min(params.exponent, float_exponent(raw));
  var magnitude = float_significand(raw);
  if (below > 24u) { magnitude = 0u; }
  else if (below > 0u) { magnitude = (magnitude + (1u << (below - 1u))) >> below; }
  let value = select(i32(magnitude), -i32(magnitude), (raw >> 31u) == 1u);
  return u32(clamp(value - bitcast<i32>(params.base), 0, i32(params.most)));
}

// A workgroup owns a block of 32 × 16 × 16 voxels, an invocation four rows of it. Each gathers one
// object at a time in registers, across rows, and passes it on when another object begins; the
// workgroup collects objects in a hash table and adds each to the table in memory once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let blocks = (params.task.size + BLOCK - vec3u(1u)) / BLOCK;
  let block = flat_index(wid, count, 0u, 1u);
  let row = block / blocks.x;
  let corner = params.task.origin
    + BLOCK * vec3u(block - row * blocks.x, row % blocks.y, row / blocks.y);
  let end = params.task.origin + params.task.size;
  let y = lid & 15u;
  var g = Gathered();
  for (var r = 0u; r < 4u; r++) {
    let z = (lid >> 4u) * 4u + r;
    let p = corner + vec3u(0u, y, z);
    if (p.y >= end.y || p.z >= end.z) { continue; }
    let lanes = min(32u, end.x - p.x);
    let at = word_index(params.labels, p, 0u);
    var at_distance = 0u;
    if (HAS_DISTANCE == 1u) { at_distance = word_index(params.distance, p, 0u); }
    let shift = lane_shift(INTENSITY_DTYPE);
    var at_intensity = 0u;
    if (HAS_INTENSITY == 1u) { at_intensity = word_index(params.intensity, p, shift); }
    // Run by run, not voxel by voxel: invocations then pass objects on at the same time.
    // Run by run, not voxel by voxel: invocations then pass objects on at the same time.
    var x = 0u;
    var id = labels[at];
    loop {
      while (id == 0u) {
        x++;
        if (x >= lanes) { break; }
        id = labels[at + x];
      }
      if (x >= lanes) { break; }
      let start = x;
      if (id != g.id) {
        if (g.id != 0u) { pass_on(g, corner); }
        g = Gathered();
        g.id = id;
      }
      var next = 0u;
      loop {
        if (HAS_DISTANCE == 1u) {
          let raw = distance[at_distance + x];
          g.distance = max(g.distance, select(raw, 0u, raw > 0x7f800000u));
        }
        if (HAS_INTENSITY == 1u) {
          let packed = intensity[at_intensity + (x >> shift)];
          let raw = lane_raw(packed, x & ((1u << shift) - 1u), INTENSITY_DTYPE);
          if (INTENSITY_DTYPE != F32 || raw_is_finite(raw)) {
            let value = fixed_point(raw);
            let root = value >> params.square_shift;
            let square = root * root;
            let low = g.squares.x + square;
            g.squares = vec2u(low, g.squares.y + select(0u, 1u, low < square));
            g.total += value;
            g.remainder += value - (root << params.square_shift);
            g.finite++;
            let key = raw_to_key(raw, INTENSITY_DTYPE);
            g.lowest = max(g.lowest, ~key);
            g.highest = max(g.highest, key);
          }
        }
        x++;
        if (x >= lanes) { break; }
        next = labels[at + x];
        if (next != id) { break; }
      }
      let run = x - start;
      g.count_x += (run << 17u) + (run * (start + x - 1u)) / 2u;
      g.y_z += run * (y | (z << 16u));
      g.extent_x |= (0xffffffffu >> (32u - run)) << start;
      g.extent_yz |= (1u << y) | (0x10000u << z);
      if (x >= lanes) { break; }
      id = next;
    }
  }
  if (g.id != 0u) { pass_on(g, corner); }
  workgroupBarrier();
  for (var slot = lid; slot < SLOTS; slot += WIDTH) {
    let id = atomicLoad(&slot_ids[slot]);
    if (id == 0u) { continue; }
    let at = slot * FIELDS;
    add_to_table(id, corner, atomicLoad(&slots[at + COUNT_X]), atomicLoad(&slots[at + Y_Z]),
      atomicLoad(&slots[at + EXTENT_X]), atomicLoad(&slots[at + EXTENT_YZ]));
    if (HAS_DISTANCE == 1u) { raise(13u, id, atomicLoad(&slots[at + DISTANCE])); }
    if (HAS_INTENSITY == 1u) {
      let sum = joined(atomicLoad(&slots[at + SUM_LOW]), atomicLoad(&slots[at + SUM_HIGH]));
      let squares = joined(atomicLoad(&slots[at + SQUARES_LOW]), atomicLoad(&slots[at + SQUARES_HIGH]));
      add_intensity(id, atomicLoad(&slots[at + FINITE]), sum, squares,
        atomicLoad(&slots[at + LOWEST]), atomicLoad(&slots[at + HIGHEST]),
        atomicLoad(&slots[at + REMAINDER]));
    }
  }
}
