// Floats times powers of two in the bits of their exponents, for sums near the greatest float: a factor that is written
// as one may be drawn out of a sum by compilers, which then overflows. Infinities and NaN stay.

fn far_bits(bits: vec4u) -> vec4u {
  return bits & vec4u(0x7f800000u);
}

// v · 2^−k.
fn lowered(v: vec4f, k: u32) -> vec4f {
  let bits = bitcast<vec4u>(v);
  let exponent = far_bits(bits);
  let fits = (exponent > vec4u(k << 23u)) & (exponent < vec4u(0x7f800000u));
  return select(v * exp2(-f32(k)), bitcast<vec4f>(bits - vec4u(k << 23u)), fits);
}

// v · 2^k; infinite where that is too large.
fn raised(v: vec4f, k: u32) -> vec4f {
  let bits = bitcast<vec4u>(v);
  let exponent = far_bits(bits);
  let fits = (exponent > vec4u()) & (exponent < vec4u((255u - k) << 23u));
  return select(v * exp2(f32(k)), bitcast<vec4f>(bits + vec4u(k << 23u)), fits);
}

// The length of a vector whose squares may overflow.
fn far_length(v: vec4f) -> f32 {
  if (!any(abs(v) > vec4f(0x1p62))) { return sqrt(dot(v, v)); }
  let low = lowered(v, 66u);
  return raised(vec4f(sqrt(dot(low, low))), 66u).x;
}
