// Per-object accumulation: what voxels add to the sums of their object, eight in a row at a time, as two quads. Uses
// the kernel's Params and constants.
#import voxel
#import lanes

// What is gathered of an object in a part of 8³ voxels: the count and the sums of x and y, in 10, 11 and 11 bits, and
// that of z; extents as eight bits for each axis.
struct Sums {
  id: u32, position: u32, z: u32, extents: u32, distance: u32, finite: u32, total: u32,
  squares_low: u32, squares_high: u32, lowest: u32, highest: u32,
}

fn no_sums() -> Sums {
  var none = Sums();
  none.id = NONE;
  return none;
}

fn count_of(sums: Sums) -> u32 {
  return sums.position & 0x3ffu;
}

// What is to be summed up of a quad; `finite` as masks.
struct Quad { distance: vec4u, finite: vec4u, key: vec4u }

fn quad_of(distance_raw: vec4u, raw: vec4u) -> Quad {
  var quad = Quad();
  if (HAS_DISTANCE == 1u) {
    quad.distance = select(vec4u(), distance_raw, distance_raw <= vec4u(0x7f800000u));
  }
  if (HAS_INTENSITY == 1u) {
    quad.key = vec4u(raw_to_key(raw.x, INTENSITY_DTYPE), raw_to_key(raw.y, INTENSITY_DTYPE),
      raw_to_key(raw.z, INTENSITY_DTYPE), raw_to_key(raw.w, INTENSITY_DTYPE));
    if (INTENSITY_DTYPE == F32) {
      let special = (raw & vec4u(0x7f800000u)) == vec4u(0x7f800000u);
      quad.finite = select(vec4u(0xffffffffu), vec4u(), special);
    }
  }
  return quad;
}

// Adds the voxels that masks choose of two quads, in a row of a step, to the sums of their object, but for the sum of
// z.
fn with_voxels(sums: Sums, p: Quad, in_p: vec4u, q: Quad, in_q: vec4u, y: u32, z: u32) -> Sums {
  var s = sums;
  let one = vec4u(1u + (y << 21u));
  s.position += sum_of((in_p & (one + vec4u(0u, 0x400u, 0x800u, 0xc00u))) +
                       (in_q & (one + vec4u(0x1000u, 0x1400u, 0x1800u, 0x1c00u))));
  let row = vec4u((0x100u << y) | (0x10000u << z));
  s.extents |= joined_bits((in_p & (row | vec4u(1u, 2u, 4u, 8u))) | (in_q & (row | vec4u(16u, 32u, 64u, 128u))));
  if (HAS_DISTANCE == 1u) {
    s.distance = max(s.distance, largest_of(max(p.distance & in_p, q.distance & in_q)));
  }
  if (HAS_INTENSITY == 1u) {
    // NaN and the infinities add nothing.
    var some_p = in_p;
    var some_q = in_q;
    if (INTENSITY_DTYPE == F32) {
      some_p &= p.finite;
      some_q &= q.finite;
      s.finite += sum_of((some_p & vec4u(1u)) + (some_q & vec4u(1u)));
    }
    // Sums of 32 bits are taken about each object's own least value, which is not known yet.
    if (lane_shift(INTENSITY_DTYPE) > 0u) {
      let key_p = p.key & some_p;
      let key_q = q.key & some_q;
      s.total += sum_of(key_p + key_q);
      let square_p = key_p * key_p;
      let square_q = key_q * key_q;
      // Modulo 2^32, until the step's end.
      s.squares_low += sum_of(square_p + square_q);
      s.squares_high += sum_of((square_p >> vec4u(16u)) + (square_q >> vec4u(16u)));
    }
    s.lowest = max(s.lowest, largest_of(max(~p.key & some_p, ~q.key & some_q)));
    s.highest = max(s.highest, largest_of(max(p.key & some_p, q.key & some_q)));
  }
  return s;
}

// The sums of a step that starts at rows `at` of its part, seen from the part's first voxel.
fn step_in_part(step: Sums, at: vec2u) -> Sums {
  var s = step;
  let count = count_of(s);
  s.position += (count * at.x) << 21u;
  s.z += count * at.y;
  s.extents = (s.extents & 0xffu) | ((s.extents & 0xff00u) << at.x) | ((s.extents & 0xff0000u) << at.y);
  // Those of the squares' lower and upper halves; a step of 128 voxels overflows neither.
  s.squares_low -= s.squares_high << 16u;
  return s;
}

// The sums of a part with those of a step, where `mask` is all ones.
fn merged(part: Sums, step: Sums, mask: u32) -> Sums {
  var s = part;
  s.id = select(s.id, step.id, mask != 0u);
  s.position += step.position & mask;
  s.z += step.z & mask;
  s.extents |= step.extents & mask;
  if (HAS_DISTANCE == 1u) { s.distance = max(s.distance, step.distance & mask); }
  if (HAS_INTENSITY == 1u) {
    if (INTENSITY_DTYPE == F32) { s.finite += step.finite & mask; }
    if (lane_shift(INTENSITY_DTYPE) > 0u) {
      s.total += step.total & mask;
      s.squares_low += step.squares_low & mask;
      s.squares_high += step.squares_high & mask;
    }
    s.lowest = max(s.lowest, step.lowest & mask);
    s.highest = max(s.highest, step.highest & mask);
  }
  return s;
}
