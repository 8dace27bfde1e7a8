// Voxel-wise arithmetic of two integer volumes, or of one and a whole number, exact and saturating; a quad per
// invocation.
#import grid
#import quad_place
#import operands
#import quad
#import wide
// `operation` as ARITHMETIC_CODE in arithmetic.ts. Where `scalar` is 1, the second operand is the number of
// `magnitude` and, if `negative` is 1, below zero.
struct Params {
  a: Grid, b: Grid, dst: Grid, operation: u32, swapped: u32, scalar: u32, magnitude: u32, negative: u32
}
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read>       b: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override A_DTYPE: u32;
override B_DTYPE: u32;

// A whole number by its sign and magnitude, so that u32 and i32 are treated alike.
struct Whole { negative: bool, magnitude: u32 }

fn is_signed(dtype: u32) -> bool {
  return dtype == I8 || dtype == I16 || dtype == I32;
}

fn whole_of(raw: u32, dtype: u32) -> Whole {
  if (is_signed(dtype)) {
    let value = raw_to_i32(raw, dtype);
    return Whole(value < 0, select(u32(value), 0u - bitcast<u32>(value), value < 0));
  }
  return Whole(false, raw);
}

// Bits of a whole number in the result's dtype, saturating; `over` where it is beyond 32 bits.
fn raw_of(n: Whole, over: bool) -> u32 {
  let bits = lane_bits(A_DTYPE);
  let top = (0xffffffffu >> (32u - bits)) >> select(0u, 1u, is_signed(A_DTYPE));
  if (!n.negative) { return select(min(n.magnitude, top), top, over); }
  if (!is_signed(A_DTYPE)) { return 0u; }
  let magnitude = select(min(n.magnitude, top + 1u), top + 1u, over);
  return extractBits(0u - magnitude, 0u, bits);
}

fn sum_of(x: Whole, y: Whole) -> u32 {
  if (x.negative == y.negative) {
    let total = x.magnitude + y.magnitude;
    return raw_of(Whole(x.negative, total), total < x.magnitude);
  }
  if (x.magnitude >= y.magnitude) { return raw_of(Whole(x.negative, x.magnitude - y.magnitude), false); }
  return raw_of(Whole(y.negative, y.magnitude - x.magnitude), false);
}

fn quotient_of(x: Whole, y: Whole) -> u32 {
  let negative = x.negative != y.negative;
  if (y.magnitude == 0u) {
    return raw_of(Whole(x.negative, 0u), x.magnitude > 0u);
  }
  var quotient = x.magnitude / y.magnitude;
  let rest = x.magnitude - quotient * y.magnitude;
  let other = y.magnitude - rest;
  if (rest > other || (rest == other && (quotient & 1u) == 1u)) { quotient++; }
  return raw_of(Whole(negative, quotient), false);
}

fn is_less(x: Whole, y: Whole) -> bool {
  if (x.negative != y.negative) { return x.negative; }
  return select((x.magnitude < y.magnitude), (x.magnitude > y.magnitude), x.negative);
}

fn combine(x: Whole, y: Whole) -> u32 {
  let minus = Whole(!y.negative, y.magnitude);
  switch params.operation {
    case 0u: { return sum_of(x, y); }
    case 1u: { return sum_of(x, minus); }
    case 2u: {
      let product = multiply_wide(x.magnitude, y.magnitude);
      return raw_of(Whole(x.negative != y.negative, product.x), product.y > 0u);
    }
    case 3u: { return quotient_of(x, y); }
    case 4u: { if (is_less(y, x)) { return raw_of(y, false); } return raw_of(x, false); }
    case 5u: { if (is_less(x, y)) { return raw_of(y, false); } return raw_of(x, false); }
    default: {
      if (is_less(x, y)) { return sum_of(y, Whole(!x.negative, x.magnitude)); }
      return sum_of(x, minus);
    }
  }
}

// One invocation owns a quad.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (at.z >= params.dst.size.z) { return; }
  let p = params.dst.origin + at;

  let raw_a = quad_of_a(p);
  var raw_b = vec4u();
  if (params.scalar == 0u) { raw_b = quad_of_b(p); }
  let number = Whole(params.negative == 1u, params.magnitude);
  var raw = vec4u();
  for (var lane = 0u; lane < 4u; lane++) {
    let first = whole_of(raw_a[lane], A_DTYPE);
    var second = number;
    if (params.scalar == 0u) { second = whole_of(raw_b[lane], B_DTYPE); }
    if (params.swapped == 1u) { raw[lane] = combine(second, first); } else { raw[lane] = combine(first, second); }
  }

  let shift = lane_shift(A_DTYPE);
  let words = pack_quad(keep_lanes(raw, params.dst.size.x - at.x), A_DTYPE);
  let word = word_index(params.dst, p, shift);
  let words_left = min(1u << quad_word_shift(A_DTYPE), params.dst.row_words - (at.x >> shift));
  for (var i = 0u; i < words_left; i++) { dst[word + i] = words[i]; }
}
