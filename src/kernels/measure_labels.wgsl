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
// The same buffers, for fewer and wider loads.
@group(0) @binding(3) var<storage, read>       label_quads: array<vec4u>;
@group(0) @binding(4) var<storage, read>       intensity_quads: array<vec4u>;
@group(0) @binding(5) var<storage, read>       distance_quads: array<vec4u>;
@group(0) @binding(6) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(7) var<uniform>             params: Params;
// 1 where rows of all grids are a multiple of eight voxels.
override WIDE: u32;
// 1 where square_shift is above 0.
override REMAINDERS: u32;
override INTENSITY_DTYPE: u32;
override HAS_INTENSITY: u32;
override HAS_DISTANCE: u32;

const WIDTH = 64u;
const BLOCK = vec3u(32u, 16u, 16u);
// What an invocation owns of it: eight voxels of 4 × 4 rows.
const PART = vec3u(8u, 4u, 4u);
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
  // All values of 8 and 16 bits are taken as they are.
  if (lane_shift(INTENSITY_DTYPE) > 0u) { return key; }
  return min((key - min(key, vec4u(params.base))) >> vec4u(params.shift), vec4u(params.most));
}

fn sum_of(v: vec4u) -> u32 {
  return v.x + v.y + v.z + v.w;
}

fn joined_bits(v: vec4u) -> u32 {
  return v.x | v.y | v.z | v.w;
}

fn largest_of(v: vec4u) -> u32 {
  return max(max(v.x, v.y), max(v.z, v.w));
}

// Eight voxels in a row as two quads: bits, or words.
struct Eight { low: vec4u, high: vec4u }

// The words of eight voxels; those of a row's end may lie in the next one and are not looked at.
fn labels_at(at: u32) -> Eight {
  if (WIDE == 1u) { return Eight(label_quads[at >> 2u], label_quads[(at >> 2u) + 1u]); }
  return Eight(vec4u(labels[at], labels[at + 1u], labels[at + 2u], labels[at + 3u]),
               vec4u(labels[at + 4u], labels[at + 5u], labels[at + 6u], labels[at + 7u]));
}

fn distances_at(at: u32) -> Eight {
  if (WIDE == 1u) { return Eight(distance_quads[at >> 2u], distance_quads[(at >> 2u) + 1u]); }
  return Eight(vec4u(distance[at], distance[at + 1u], distance[at + 2u], distance[at + 3u]),
               vec4u(distance[at + 4u], distance[at + 5u], distance[at + 6u], distance[at + 7u]));
}

// The bits of eight intensities.
fn intensities_at(at: u32) -> Eight {
  let shift = lane_shift(INTENSITY_DTYPE);
  var low: vec4u;
  var high = vec4u();
  if (shift == 2u) {
    low = vec4u(intensity[at], 0u, 0u, 0u);
    high = vec4u(intensity[at + 1u], 0u, 0u, 0u);
  } else {
    if (WIDE == 1u) { low = intensity_quads[at >> 2u]; }
    else { low = vec4u(intensity[at], intensity[at + 1u], intensity[at + 2u], intensity[at + 3u]); }
    if (shift == 1u) { high = vec4u(low.zw, 0u, 0u); }
    else if (WIDE == 1u) { high = intensity_quads[(at >> 2u) + 1u]; }
    else { high = vec4u(intensity[at + 4u], intensity[at + 5u], intensity[at + 6u], intensity[at + 7u]); }
  }
  return Eight(unpack_quad(low, INTENSITY_DTYPE), unpack_quad(high, INTENSITY_DTYPE));
}

// A quad: ids of its voxels, and of those of objects that nobody has dealt with, as masks of all bits; and what is
// to be summed up of each.
struct Quad {
  ids: vec4u, pending: vec4u, distance: vec4u, finite: vec4u, value: vec4u,
  square_low: vec4u, square_high: vec4u, remainder: vec4u, lowest: vec4u, highest: vec4u,
}

// The quad of ids and bits of distance and intensity, of which the voxels of `open` are pending.
fn quad_of(ids: vec4u, open: u32, distance_raw: vec4u, raw: vec4u) -> Quad {
  var quad = Quad();
  quad.ids = ids;
  let is_open = (vec4u(open) & vec4u(1u, 2u, 4u, 8u)) != vec4u();
  quad.pending = select(vec4u(), vec4u(0xffffffffu), is_open & (ids != vec4u()));
  if (HAS_DISTANCE == 1u) {
    quad.distance = select(vec4u(), distance_raw, distance_raw <= vec4u(0x7f800000u));
  }
  if (HAS_INTENSITY == 1u) {
    // NaN and the infinities add nothing.
    quad.finite = vec4u(0xffffffffu);
    if (INTENSITY_DTYPE == F32) {
      let special = (raw & vec4u(0x7f800000u)) == vec4u(0x7f800000u);
      quad.finite = select(vec4u(0xffffffffu), vec4u(), special);
    }
    quad.value = fixed_points(raw) & quad.finite;
    var root = quad.value;
    if (REMAINDERS == 1u) { root = root >> vec4u(params.square_shift); }
    let square = root * root;
    quad.square_low = square & vec4u(0xffffu);
    quad.square_high = square >> vec4u(16u);
    quad.remainder = quad.value - (root << vec4u(params.square_shift));
    let key = vec4u(raw_to_key(raw.x, INTENSITY_DTYPE), raw_to_key(raw.y, INTENSITY_DTYPE),
      raw_to_key(raw.z, INTENSITY_DTYPE), raw_to_key(raw.w, INTENSITY_DTYPE));
    quad.lowest = ~key & quad.finite;
    quad.highest = key & quad.finite;
  }
  return quad;
}

// The id of the first pending voxel; 0 without one.
fn first_pending(quad: Quad) -> u32 {
  let ids = quad.ids & quad.pending;
  return select(select(select(ids.w, ids.z, ids.z != 0u), ids.y, ids.y != 0u), ids.x, ids.x != 0u);
}

// The id to be gathered: the one that is, or of none yet that of the first pending voxel.
fn id_of(g: Gathered, p: Quad, q: Quad) -> u32 {
  let first = first_pending(p);
  return select(g.id, select(first, first_pending(q), first == 0u), g.id == 0u);
}

// The pending voxels of an object, as a mask.
fn those_of(id: u32, quad: Quad) -> vec4u {
  return select(vec4u(), quad.pending, quad.ids == vec4u(id));
}

// Adds voxels of two quads to the sums of their object.
fn with_voxels(gathered: Gathered, p: Quad, in_p: vec4u, q: Quad, in_q: vec4u, start: vec3u) -> Gathered {
  var g = gathered;
  let count_x = sum_of((in_p & vec4u(0x20000u, 0x20001u, 0x20002u, 0x20003u)) +
                       (in_q & vec4u(0x20004u, 0x20005u, 0x20006u, 0x20007u)));
  let n = count_x >> 17u;
  g.count_x += count_x + n * start.x;
  g.y_z += n * (start.y | (start.z << 16u));
  g.extent_x |= joined_bits((in_p & vec4u(1u, 2u, 4u, 8u)) | (in_q & vec4u(16u, 32u, 64u, 128u))) << start.x;
  g.extent_yz |= select(0u, (1u << start.y) | (0x10000u << start.z), n != 0u);
  if (HAS_DISTANCE == 1u) {
    g.distance = max(g.distance, largest_of(max(p.distance & in_p, q.distance & in_q)));
  }
  if (HAS_INTENSITY == 1u) {
    g.total += sum_of((p.value & in_p) + (q.value & in_q));
    g.squares += vec2u(sum_of((p.square_low & in_p) + (q.square_low & in_q)),
                       sum_of((p.square_high & in_p) + (q.square_high & in_q)));
    if (REMAINDERS == 1u) { g.remainder += sum_of((p.remainder & in_p) + (q.remainder & in_q)); }
    if (INTENSITY_DTYPE == F32) {
      g.finite += sum_of((p.finite & in_p & vec4u(1u)) + (q.finite & in_q & vec4u(1u)));
    }
    g.lowest = max(g.lowest, largest_of(max(p.lowest & in_p, q.lowest & in_q)));
    g.highest = max(g.highest, largest_of(max(p.highest & in_p, q.highest & in_q)));
  }
  return g;
}

// A workgroup owns a block of 32 × 16 × 16 voxels, an invocation a part of it that is so compact that it seldom
// holds more than two objects. It gathers those in registers, eight voxels by eight, all invocations in step, and
// passes them on; where more remain, it goes through its part again. The workgroup collects objects in a
// hash table and adds each to the table in memory once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let blocks = (params.task.size + BLOCK - vec3u(1u)) / BLOCK;
  let block = flat_index(wid, count, 0u, 1u);
  let row = block / blocks.x;
  let corner = params.task.origin
    + BLOCK * vec3u(block - row * blocks.x, row % blocks.y, row / blocks.y);
  let room = params.task.origin + params.task.size - corner;
  let first = PART * vec3u(lid & 3u, (lid >> 2u) & 3u, lid >> 4u);
  let p = corner + first;
  let at_label = word_index(params.labels, p, 0u);
  var at_distance = 0u;
  if (HAS_DISTANCE == 1u) { at_distance = word_index(params.distance, p, 0u); }
  var at_intensity = 0u;
  if (HAS_INTENSITY == 1u) { at_intensity = word_index(params.intensity, p, lane_shift(INTENSITY_DTYPE)); }

  let slices = min(PART.z, max(room.z, first.z) - first.z);
  // A bit per voxel that is still to be dealt with, a word per slice, that of the next slice first.
  var left = select(vec4u(), vec4u(0xffffffffu), vec4u(0u, 1u, 2u, 3u) < vec4u(slices));
  loop {
    var a = Gathered();
    var b = Gathered();
    for (var slice = 0u; slice < slices; slice++) {
      var remain = 0u;
      for (var y = 0u; y < PART.y; y++) {
        let start = first + vec3u(0u, y, slice);
        let ids = labels_at(at_label + y * params.labels.row_words + slice * params.labels.slice_words);
        let lanes = min(8u, max(room.x, start.x) - start.x);
        let open = select(0u, (1u << lanes) - 1u, start.y < room.y) & (left.x >> (8u * y));
        var distances = Eight();
        if (HAS_DISTANCE == 1u) {
          distances = distances_at(at_distance + y * params.distance.row_words + slice * params.distance.slice_words);
        }
        var raw = Eight();
        if (HAS_INTENSITY == 1u) {
          raw = intensities_at(at_intensity + y * params.intensity.row_words + slice * params.intensity.slice_words);
        }
        var p = quad_of(ids.low, open, distances.low, raw.low);
        var q = quad_of(ids.high, open >> 4u, distances.high, raw.high);
        a.id = id_of(a, p, q);
        let a_in_p = those_of(a.id, p);
        let a_in_q = those_of(a.id, q);
        a = with_voxels(a, p, a_in_p, q, a_in_q, start);
        p.pending &= ~a_in_p;
        q.pending &= ~a_in_q;
        b.id = id_of(b, p, q);
        let b_in_p = those_of(b.id, p);
        let b_in_q = those_of(b.id, q);
        b = with_voxels(b, p, b_in_p, q, b_in_q, start);
        remain |= joined_bits((p.pending & ~b_in_p & vec4u(1u, 2u, 4u, 8u)) |
                              (q.pending & ~b_in_q & vec4u(16u, 32u, 64u, 128u))) << (8u * y);
      }
      left = vec4u(left.yzw, remain);
    }
    while (a.id != 0u) {
      pass_on(a, corner);
      a = b;
      b.id = 0u;
    }
    if (joined_bits(left) == 0u) { break; }
    for (var slice = slices; slice < PART.z; slice++) { left = left.yzwx; }
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
