// Fixed-point values of finite floats, by their bits alone, so that every adapter gets the same ones.

fn raw_is_finite(raw: u32) -> bool {
  return (raw & 0x7f800000u) != 0x7f800000u;
}

// Exponent as stored; subnormals have that of the smallest normal numbers.
fn float_exponent(raw: u32) -> u32 {
  return max(1u, extractBits(raw, 23u, 8u));
}

// The 24 bits of the significand, without sign: |v| = significand · 2^(exponent − 150).
fn float_significand(raw: u32) -> u32 {
  return (raw & 0x7fffffu) | select(0u, 0x800000u, (raw & 0x7f800000u) != 0u);
}
