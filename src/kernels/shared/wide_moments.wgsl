#import voxel
#import float_bits
#import wide
// Sums of 32-bit values and of their squares in whole numbers; of f32 in block floating point: units of 2^−31 of the
// power of two at the greatest magnitude that is summed. Pure functions of values, and of the constants SRC_DTYPE, and
// SQUARES: 1 where sums of squares are wanted. Memory holds 5 words of such sums; without squares 3 of f32, 2 of
// integers.

// Count (below 2^16); stored exponent of the unit (0 of integers); sum, in 48 bits, as 64; sum of squares, in 80 bits.
struct Moments { count: u32, exponent: u32, total: vec2u, squares: vec3u }

// The sign and the magnitude of a whole number.
struct Signed { negative: bool, magnitude: vec2u }

fn signed_of(a: vec2u) -> Signed {
  let negative = SRC_DTYPE != U32 && (a.y >> 31u) == 1u;
  return Signed(negative, select(a, negate_wide(a), negative));
}

fn with_sign(a: vec2u, negative: bool) -> vec2u {
  return select(a, negate_wide(a), negative);
}

fn wide_float(a: vec2u) -> f32 {
  return f32(a.y) * 4294967296.0 + f32(a.x);
}

// Whether a value counts: NaN and the infinities do not.
fn is_counted(raw: u32) -> bool {
  return SRC_DTYPE != F32 || raw_is_finite(raw);
}

fn value_exponent(raw: u32) -> u32 {
  return select(0u, float_exponent(raw), SRC_DTYPE == F32);
}

// Magnitude in units of the value's own exponent: of f32 seven bits more than its significand.
fn value_magnitude(raw: u32) -> u32 {
  if (SRC_DTYPE == F32) { return float_significand(raw) << 7u; }
  return select(raw, 0u - raw, SRC_DTYPE == I32 && (raw >> 31u) == 1u);
}

fn is_negative(raw: u32) -> bool {
  return SRC_DTYPE != U32 && (raw >> 31u) == 1u;
}

// `times` (below 2^16) copies of a value.
fn moments_of(raw: u32, times: u32) -> Moments {
  var found = Moments();
  if (!is_counted(raw)) { return found; }
  let magnitude = value_magnitude(raw);
  found.count = times;
  found.exponent = value_exponent(raw);
  found.total = with_sign(multiply_wide(magnitude, times), is_negative(raw));
  if (SQUARES == 1u) {
    let square = multiply_wide(magnitude, magnitude);
    let high = multiply_wide(square.y, times);
    found.squares = add_wider(vec3u(0u, high), multiply_wide(square.x, times));
  }
  return found;
}

// a / 2^by of a number in two's complement, rounded; `by` above 0.
fn lowered_total(a: vec2u, by: u32) -> vec2u {
  if (by >= 48u) { return vec2u(); }
  if (by > 32u) {
    let sum = add_wide(a, vec2u(0u, 1u << (by - 33u)));
    return vec2u(u32(i32(sum.y) >> (by - 32u)), u32(i32(sum.y) >> 31u));
  }
  let sum = add_wide(a, vec2u(1u << (by - 1u), 0u));
  if (by == 32u) { return vec2u(sum.y, u32(i32(sum.y) >> 31u)); }
  return vec2u((sum.x >> by) | (sum.y << (32u - by)), u32(i32(sum.y) >> by));
}

// a / 2^by, rounded; `by` even and above 0.
fn lowered_squares(a: vec3u, by: u32) -> vec3u {
  if (by > 80u) { return vec3u(); }
  let half = by - 1u;
  var sum = a;
  if (half >= 64u) { sum.z += 1u << (half - 64u); }
  else { sum = add_wider(a, select(vec2u(1u << (half & 31u), 0u), vec2u(0u, 1u << (half & 31u)), half >= 32u)); }
  if (by >= 64u) { sum = vec3u(sum.z, 0u, 0u); }
  else if (by >= 32u) { sum = vec3u(sum.yz, 0u); }
  let bits = by & 31u;
  if (bits == 0u) { return sum; }
  return vec3u((sum.x >> bits) | (sum.y << (32u - bits)), (sum.y >> bits) | (sum.z << (32u - bits)), sum.z >> bits);
}

// The same sums in the unit of a greater exponent.
fn lowered(a: Moments, exponent: u32) -> Moments {
  if (SRC_DTYPE != F32 || a.exponent == exponent) { return a; }
  let by = exponent - a.exponent;
  var found = a;
  found.exponent = exponent;
  found.total = lowered_total(a.total, by);
  if (SQUARES == 1u) { found.squares = lowered_squares(a.squares, 2u * by); }
  return found;
}

fn add_moments(a: Moments, b: Moments) -> Moments {
  var p = a;
  var q = b;
  if (SRC_DTYPE == F32 && a.exponent > b.exponent) {
    p = b;
    q = a;
  }
  if (p.count == 0u) { return q; }
  p = lowered(p, q.exponent);
  var squares = vec3u();
  if (SQUARES == 1u) {
    squares = add_wider(p.squares, q.squares.xy);
    squares.z += q.squares.z;
  }
  return Moments(p.count + q.count, q.exponent, add_wide(p.total, q.total), squares);
}

// Words of such sums in memory.
fn moment_words() -> u32 {
  if (SQUARES == 1u) { return 5u; }
  return select(2u, 3u, SRC_DTYPE == F32);
}

// The first two words, the third and the last two of such sums.
struct Words { first: vec2u, third: u32, last: vec2u }

fn packed(a: Moments) -> Words {
  return Words(vec2u(a.total.x, (a.total.y & 0xffffu) | (a.count << 16u)), a.squares.z | (a.exponent << 16u), a.squares.xy);
}

fn unpacked(w: Words) -> Moments {
  let high = select(u32(extractBits(i32(w.first.y), 0u, 16u)), w.first.y & 0xffffu, SRC_DTYPE == U32);
  return Moments(w.first.y >> 16u, w.third >> 16u, vec2u(w.first.x, high), vec3u(w.last, w.third & 0xffffu));
}

// 2^power for powers of normal floats.
fn power_of_two(power: i32) -> f32 {
  return bitcast<f32>(u32(power + 127) << 23u);
}

// x in units of an exponent, or with `inverse` the other way.
fn in_units(x: f32, exponent: u32, inverse: bool) -> f32 {
  if (SRC_DTYPE != F32) { return x; }
  let power = select(i32(exponent) - 157, 157 - i32(exponent), inverse);
  return x * power_of_two(power / 2) * power_of_two(power - power / 2);
}

// n times the standard deviation of the population, in units: the root of n · Σ q² − (Σ q)².
fn spread_of(a: Moments) -> f32 {
  let low = multiply_wide(a.squares.x, a.count);
  let middle = multiply_wide(a.squares.y, a.count);
  var scaled = add_wider(vec3u(low, 0u), vec2u(0u, middle.x));
  scaled.z += middle.y + a.squares.z * a.count;
  let sum = signed_of(a.total).magnitude;
  let cross = multiply_wide(sum.x, sum.y);
  var square = add_wider(vec3u(multiply_wide(sum.x, sum.x), sum.y * sum.y), vec2u(0u, cross.x << 1u));
  square.z += (cross.y << 1u) | (cross.x >> 31u);
  // Rounding of f32 may leave a little less than nothing.
  let is_less = scaled.z < square.z || (scaled.z == square.z &&
    (scaled.y < square.y || (scaled.y == square.y && scaled.x < square.x)));
  if (is_less) { return 0.0; }
  var rest = add_wider(scaled, add_wide(~square.xy, vec2u(1u, 0u)));
  rest.z -= square.z + select(0u, 1u, any(square.xy != vec2u()));
  return sqrt((f32(rest.z) * 4294967296.0 + f32(rest.y)) * 4294967296.0 + f32(rest.x));
}

// n · v − Σ of a finite value, in the unit of the greater exponent of the two.
struct Above { distance: vec2u, exponent: u32 }

fn above_mean(raw: u32, a: Moments) -> Above {
  let own = moments_of(raw, a.count);
  let exponent = max(own.exponent, a.exponent);
  var total = a.total;
  var copies = own.total;
  if (SRC_DTYPE == F32) {
    if (a.exponent < exponent) { total = lowered_total(total, exponent - a.exponent); }
    if (own.exponent < exponent) { copies = lowered_total(copies, exponent - own.exponent); }
  }
  return Above(add_wide(copies, negate_wide(total)), exponent);
}

// A distance as a float: it has a sign in every dtype.
fn distance_float(distance: vec2u) -> f32 {
  let negative = (distance.y >> 31u) == 1u;
  let size = wide_float(select(distance, negate_wide(distance), negative));
  return select(size, -size, negative);
}
