#import quad
// Type conversion of values from SRC_DTYPE to DST_DTYPE, both of which the kernel declares. Values saturate; bits
// become 0 and 1.

fn is_signed(dtype: u32) -> bool {
  return dtype == I8 || dtype == I16 || dtype == I32;
}

// The greatest value of an integer dtype.
fn greatest(dtype: u32) -> u32 {
  return (0xffffffffu >> (32u - lane_bits(dtype))) >> select(0u, 1u, is_signed(dtype));
}

// f32 to integer bits: to nearest, halves to even, saturating; NaN is 0.
fn float_to_raw(raw: u32) -> u32 {
  let value = round(bitcast<f32>(raw));
  let top = greatest(DST_DTYPE);
  // The least float above the range is exact for every dtype, which the greatest value is not.
  let above = f32((top >> 1u) + 1u) * 2.0;
  if (raw_is_nan(raw, F32)) { return 0u; }
  if (value >= above) { return top; }
  if (is_signed(DST_DTYPE)) {
    if (value < -above) { return ~top; }
    return bitcast<u32>(i32(value));
  }
  return select(u32(value), 0u, value <= 0.0);
}

// Integer to integer bits, saturating. A source of bits gives 0 and 1.
fn integer_to_raw(raw: u32) -> u32 {
  let top = greatest(DST_DTYPE);
  if (is_signed(SRC_DTYPE)) {
    let value = raw_to_i32(raw, SRC_DTYPE);
    if (value < 0) {
      if (!is_signed(DST_DTYPE)) { return 0u; }
      return bitcast<u32>(max(value, -1 - i32(top)));
    }
    return min(u32(value), top);
  }
  return min(raw, top);
}

fn convert(raw: u32) -> u32 {
  if (DST_DTYPE == SRC_DTYPE) { return raw; }
  if (DST_DTYPE == F32) { return bitcast<u32>(raw_to_f32(raw, SRC_DTYPE)); }
  if (SRC_DTYPE == F32) { return float_to_raw(raw); }
  return integer_to_raw(raw);
}

// Four voxels' bits to those of the result.
fn convert_quad(raw: vec4u) -> vec4u {
  return vec4u(convert(raw.x), convert(raw.y), convert(raw.z), convert(raw.w)) & vec4u(lanes_mask(1u, DST_DTYPE));
}
