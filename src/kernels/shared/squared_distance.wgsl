// Squared distances of the distance transform, as words whose unsigned order is that of the distances: integers, or
// with `float` the bits of f32 (positive floats order as their bits do).

// No background, for kernels with 32-bit words; FAR in squared_weights.ts.
const FAR = 0x7f000000u;

// What the last pass of a distance transform writes.
const RESULT_ROOT = 0u; // export RESULT_ROOT
const RESULT_SQUARE = 1u; // export RESULT_SQUARE
const RESULT_WORD = 2u; // export RESULT_WORD

// weight · k²; the weight is an integer or the bits of a float.
fn weighted_square(k: i32, weight: u32, float: u32) -> u32 {
  if (float != 0u) {
    let length = f32(k);
    return bitcast<u32>(bitcast<f32>(weight) * (length * length));
  }
  return weight * u32(k * k);
}

fn weighted_squares(k: vec4u, weight: u32, float: u32) -> vec4u {
  if (float != 0u) {
    let length = vec4f(k);
    return bitcast<vec4u>(bitcast<f32>(weight) * (length * length));
  }
  return weight * (k * k);
}

// Integers may sum up to twice `none`, which is below 2^31; the minimum with what is known clips them.
fn plus(a: vec4u, b: u32, float: u32) -> vec4u {
  if (float != 0u) { return bitcast<vec4u>(bitcast<vec4f>(a) + bitcast<f32>(b)); }
  return a + b;
}

fn largest(a: vec4u) -> u32 {
  return max(max(a.x, a.y), max(a.z, a.w));
}

// The word to write for a squared distance: the bits of scale · √d, those of scale · d, or d itself.
// From `none` on there is no background: Infinity, or the word FAR.
fn finished(d: u32, none: u32, scale: f32, float: u32, result: u32) -> u32 {
  if (result == RESULT_WORD) { return select(d, FAR, d >= none); }
  let squared = select(f32(d), bitcast<f32>(d), float != 0u);
  let value = scale * select(squared, sqrt(squared), result == RESULT_ROOT);
  return select(bitcast<u32>(value), 0x7f800000u, d >= none);
}
