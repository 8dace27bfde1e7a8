#import grid
#import voxel
#import quad
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
// The same buffers, for rows that are whole quads: fewer and wider loads.
@group(0) @binding(3) var<storage, read>       label_quads: array<vec4u>;
@group(0) @binding(4) var<storage, read>       intensity_pairs: array<vec2u>;
@group(0) @binding(5) var<storage, read>       distance_quads: array<vec4u>;
@group(0) @binding(6) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(7) var<uniform>             params: Params;
// 1 where rows of all grids are whole quads.
override QUADS: u32;
// 1 where square_shift is above 0.
override REMAINDERS: u32;
override INTENSITY_DTYPE: u32;
override HAS_INTENSITY: u32;
override HAS_DISTANCE: u32;

const WIDTH = 64u;
const BLOCK = vec3u(32u, 16u, 16u);
const ROWS = 4u;
const ROW_QUADS = 8u;
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
  finite: u32, total: u32,
  // Of the squares' lower and upper 16 bits.
  squares: vec2u, lowest: u32, highest: u32, remainder: u32,
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
  if (REMAINDERS == 1u) { add_long(21u, id, remainder, 0u); }
}

fn finite_of(g: Gathered) -> u32 {
  if (INTENSITY_DTYPE == F32) { return g.finite; }
  return g.count_x >> 17u;
}

fn pass_on(g: Gathered, corner: vec3u) {
  if (g.id >= params.ids) { return; }
  let slot = slot_of(g.id);
  if (slot == NONE) {
    add_to_table(g.id, corner, g.count_x, g.y_z, g.extent_x, g.extent_yz);
    if (HAS_DISTANCE == 1u) { raise(13u, g.id, g.distance); }
    if (HAS_INTENSITY == 1u) {
      add_intensity(g.id, finite_of(g), vec2u(g.total, 0u), joined(g.squares.x, g.squares.y), g.lowest, g.highest,
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
    // Halves are added apart, so that no sum of a block overflows; values below 2^16 need not be. All
    // integers are finite.
    if (INTENSITY_DTYPE == F32) { atomicAdd(&slots[at + FINITE], g.finite); }
    if (lane_shift(INTENSITY_DTYPE) > 0u) { atomicAdd(&slots[at + SUM_LOW], g.total); }
    else {
      atomicAdd(&slots[at + SUM_LOW], g.total & 0xffffu);
      atomicAdd(&slots[at + SUM_HIGH], g.total >> 16u);
    }
    atomicAdd(&slots[at + SQUARES_LOW], g.squares.x);
    atomicAdd(&slots[at + SQUARES_HIGH], g.squares.y);
    atomicMax(&slots[at + LOWEST], g.lowest);
    atomicMax(&slots[at + HIGHEST], g.highest);
    if (REMAINDERS == 1u) { atomicAdd(&slots[at + REMAINDER], g.remainder); }
  }
}

// An f32 as a whole number from 0 to params.most, rounded to the fixed point.
fn fixed_point(raw: u32) -> u32 {
  let below = params.exponent + params.shift - min(params.exponent, float_exponent(raw));
  var magnitude = float_significand(raw);
  if (below > 24u) { magnitude = 0u; }
  else if (below > 0u) { magnitude = (magnitude + (1u << (below - 1u))) >> below; }
  let value = select(i32(magnitude), -i32(magnitude), (raw >> 31u) == 1u);
  return u32(clamp(value - bitcast<i32>(params.base), 0, i32(params.most)));
}

// Intensities as whole numbers from 0 to params.most.
fn fixed_points(raw: vec4u) -> vec4u {
  if (INTENSITY_DTYPE == F32) {
    return vec4u(fixed_point(raw.x), fixed_point(raw.y), fixed_point(raw.z), fixed_point(raw.w));
  }
  let key = raw ^ vec4u(raw_to_key(0u, INTENSITY_DTYPE));
  return min((key - min(key, vec4u(params.base))) >> vec4u(params.shift), vec4u(params.most));
}

// The bits of a quad whose lanes are set.
fn bits_of(lanes: vec4<bool>) -> u32 {
  let bits = select(vec4u(), vec4u(1u, 2u, 4u, 8u), lanes);
  return bits.x | bits.y | bits.z | bits.w;
}

fn sum_of(v: vec4u) -> u32 {
  return v.x + v.y + v.z + v.w;
}

fn largest_of(v: vec4u) -> u32 {
  return max(max(v.x, v.y), max(v.z, v.w));
}

// The words of a quad; those of a row's end may lie in the next one and are not looked at.
fn label_quad(at: u32) -> vec4u {
  if (QUADS == 1u) { return label_quads[at >> 2u]; }
  return vec4u(labels[at], labels[at + 1u], labels[at + 2u], labels[at + 3u]);
}

fn distance_quad(at: u32) -> vec4u {
  if (QUADS == 1u) { return distance_quads[at >> 2u]; }
  return vec4u(distance[at], distance[at + 1u], distance[at + 2u], distance[at + 3u]);
}

fn intensity_quad(at: u32) -> vec4u {
  let words = quad_word_shift(INTENSITY_DTYPE);
  if (words == 0u) { return vec4u(intensity[at], 0u, 0u, 0u); }
  if (words == 1u) {
    if (QUADS == 1u) { return vec4u(intensity_pairs[at >> 1u], 0u, 0u); }
    return vec4u(intensity[at], intensity[at + 1u], 0u, 0u);
  }
  if (QUADS == 1u) { return vec4u(intensity_pairs[at >> 1u], intensity_pairs[(at >> 1u) + 1u]); }
  return vec4u(intensity[at], intensity[at + 1u], intensity[at + 2u], intensity[at + 3u]);
}

// A quad: where it begins in the block, ids, distances and intensities of its voxels, and as bits those whose
// object has not been dealt with.
struct Quad { start: vec3u, ids: vec4u, pending: u32, distance: vec4u, raw: vec4u }

// Adds the voxels of the gathered object to its sums.
fn take(gathered: Gathered, quad: Quad) -> Gathered {
  var g = gathered;
  let mine = (quad.ids == vec4u(g.id)) & ((vec4u(quad.pending) & vec4u(1u, 2u, 4u, 8u)) != vec4u());
  let bits = bits_of(mine);
  let n = countOneBits(bits);
  let x = quad.start.x;
  g.count_x += (n << 17u) + n * x + countOneBits(bits & 0xau) + 2u * countOneBits(bits & 0xcu);
  g.y_z += n * (quad.start.y | (quad.start.z << 16u));
  g.extent_x |= bits << x;
  g.extent_yz |= select(0u, (1u << quad.start.y) | (0x10000u << quad.start.z), bits != 0u);
  if (HAS_DISTANCE == 1u) {
    let valid = mine & (quad.distance <= vec4u(0x7f800000u));
    g.distance = max(g.distance, largest_of(select(vec4u(), quad.distance, valid)));
  }
  if (HAS_INTENSITY == 1u) {
    var counted = mine;
    if (INTENSITY_DTYPE == F32) {
      counted = counted & ((quad.raw & vec4u(0x7f800000u)) != vec4u(0x7f800000u));
      g.finite += countOneBits(bits_of(counted));
    }
    let value = select(vec4u(), fixed_points(quad.raw), counted);
    let root = value >> vec4u(params.square_shift);
    let square = root * root;
    g.squares += vec2u(sum_of(square & vec4u(0xffffu)), sum_of(square >> vec4u(16u)));
    g.total += sum_of(value);
    if (REMAINDERS == 1u) { g.remainder += sum_of(value - (root << vec4u(params.square_shift))); }
    let key = vec4u(raw_to_key(quad.raw.x, INTENSITY_DTYPE), raw_to_key(quad.raw.y, INTENSITY_DTYPE),
      raw_to_key(quad.raw.z, INTENSITY_DTYPE), raw_to_key(quad.raw.w, INTENSITY_DTYPE));
    g.lowest = max(g.lowest, largest_of(select(vec4u(), ~key, counted)));
    g.highest = max(g.highest, largest_of(select(vec4u(), key, counted)));
  }
  return g;
}

// The pending voxels of a quad without those of an object.
fn others(quad: Quad, id: u32) -> u32 {
  return quad.pending & ~bits_of(quad.ids == vec4u(id));
}

// A workgroup owns a block of 32 × 16 × 16 voxels, an invocation four rows of it, quad by quad. Each gathers one
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
  let room = params.task.origin + params.task.size - corner;
  let first = vec3u(0u, lid & 15u, (lid >> 4u) * ROWS);
  let p = corner + first;
  let at_label = word_index(params.labels, p, 0u);
  var at_distance = 0u;
  if (HAS_DISTANCE == 1u) { at_distance = word_index(params.distance, p, 0u); }
  var at_intensity = 0u;
  if (HAS_INTENSITY == 1u) { at_intensity = word_index(params.intensity, p, lane_shift(INTENSITY_DTYPE)); }

  var rows = 0u;
  if (first.y < room.y && first.z < room.z) { rows = min(ROWS, room.z - first.z); }
  let quads = rows * ROW_QUADS;
  var next = 0u;
  var quad = Quad();
  var g = Gathered();
  loop {
    // On until another object begins, so that invocations pass objects on at the same time.
    while (quad.pending == 0u && next < quads) {
      let r = next / ROW_QUADS;
      let x = 4u * (next % ROW_QUADS);
      quad.start = first + vec3u(x, 0u, r);
      quad.ids = label_quad(at_label + r * params.labels.slice_words + x);
      let lanes = min(4u, max(room.x, x) - x);
      quad.pending = bits_of(quad.ids != vec4u()) & ((1u << lanes) - 1u);
      if (HAS_DISTANCE == 1u) {
        quad.distance = distance_quad(at_distance + r * params.distance.slice_words + x);
      }
      if (HAS_INTENSITY == 1u) {
        let word = at_intensity + r * params.intensity.slice_words + (x >> lane_shift(INTENSITY_DTYPE));
        quad.raw = unpack_quad(intensity_quad(word), INTENSITY_DTYPE);
      }
      g = take(g, quad);
      quad.pending = others(quad, g.id);
      next++;
    }
    if (g.id != 0u) { pass_on(g, corner); }
    if (quad.pending == 0u) { break; }
    g = Gathered();
    g.id = quad.ids[firstTrailingBit(quad.pending)];
    g = take(g, quad);
    quad.pending = others(quad, g.id);
  }
  workgroupBarrier();
  for (var slot = lid; slot < SLOTS; slot += WIDTH) {
    let id = atomicLoad(&slot_ids[slot]);
    if (id == 0u) { continue; }
    let at = slot * FIELDS;
    add_to_table(id, corner, atomicLoad(&slots[at + COUNT_X]), atomicLoad(&slots[at + Y_Z]),
      atomicLoad(&slots[at + EXTENT_X]), atomicLoad(&slots[at + EXTENT_YZ]));
    if (HAS_DISTANCE == 1u) { raise(13u, id, atomicLoad(&slots[at + DISTANCE])); }
    if (HAS_INTENSITY == 1u) {
      var sum = vec2u(atomicLoad(&slots[at + SUM_LOW]), 0u);
      if (lane_shift(INTENSITY_DTYPE) == 0u) { sum = joined(sum.x, atomicLoad(&slots[at + SUM_HIGH])); }
      var finite = atomicLoad(&slots[at + COUNT_X]) >> 17u;
      if (INTENSITY_DTYPE == F32) { finite = atomicLoad(&slots[at + FINITE]); }
      let squares = joined(atomicLoad(&slots[at + SQUARES_LOW]), atomicLoad(&slots[at + SQUARES_HIGH]));
      add_intensity(id, finite, sum, squares,
        atomicLoad(&slots[at + LOWEST]), atomicLoad(&slots[at + HIGHEST]),
        atomicLoad(&slots[at + REMAINDER]));
    }
  }
}
