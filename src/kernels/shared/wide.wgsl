// Multi-word integer arithmetic: whole numbers wider than a word, as vectors of words, lowest first. Wrapping is two's
// complement.

// x · y as 64 bits.
fn multiply_wide(x: u32, y: u32) -> vec2u {
  let x0 = x & 0xffffu;
  let x1 = x >> 16u;
  let y0 = y & 0xffffu;
  let y1 = y >> 16u;
  let low = x0 * y0;
  // Neither sum wraps: (2^16 − 1)^2 + 2·(2^16 − 1) = 2^32 − 1.
  let middle = x1 * y0 + (low >> 16u);
  let other = x0 * y1 + (middle & 0xffffu);
  return vec2u((other << 16u) | (low & 0xffffu), x1 * y1 + (middle >> 16u) + (other >> 16u));
}

fn add_wide(a: vec2u, b: vec2u) -> vec2u {
  let low = a.x + b.x;
  return vec2u(low, a.y + b.y + select(0u, 1u, low < a.x));
}

// A 96-bit sum and a 64-bit addend.
fn add_wider(a: vec3u, b: vec2u) -> vec3u {
  let low = a.x + b.x;
  let carry = select(0u, 1u, low < a.x);
  let middle = a.y + b.y;
  let over = select(0u, 1u, middle < a.y);
  let carried = middle + carry;
  return vec3u(low, carried, a.z + over + select(0u, 1u, carried < middle));
}

fn negate_wide(a: vec2u) -> vec2u {
  return add_wide(~a, vec2u(1u, 0u));
}
