// Voxel-wise arithmetic on four pairs of floats by their bits. `operation` as ARITHMETIC_CODE in arithmetic.ts.

// Of −0 and 0, which are equal, minimum and maximum are the first: built-in ones may return either.
fn combine(x: vec4f, y: vec4f, operation: u32) -> vec4f {
  switch operation {
    case 0u: { return x + y; }
    case 1u: { return x - y; }
    case 2u: { return x * y; }
    case 3u: { return x / y; }
    case 4u: { return select(x, y, y < x); }
    case 5u: { return select(x, y, y > x); }
    default: { return abs(x - y); }
  }
}

// NaN where either is, told by its bits: compilers may assume that there is none.
fn combined(a: vec4u, b: vec4u, operation: u32) -> vec4u {
  let magnitude = max(a & vec4u(0x7fffffffu), b & vec4u(0x7fffffffu));
  let found = bitcast<vec4u>(combine(bitcast<vec4f>(a), bitcast<vec4f>(b), operation));
  return select(found, vec4u(0x7fc00000u), magnitude > vec4u(0x7f800000u));
}
