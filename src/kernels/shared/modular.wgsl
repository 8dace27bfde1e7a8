// Modular arithmetic of the number-theoretic transform: whole numbers modulo PRIME, 15 · 2^27 + 1; `Numbers` is a
// vector of them, each below the prime.
const PRIME = 2013265921u;
const PRIME_INVERSE = 2281701377u;

// What falls below 0 or beyond the prime wraps to more than what does not.
fn add_modular(a: Numbers, b: Numbers) -> Numbers {
  let sum = a + b;
  return min(sum, sum - PRIME);
}

fn subtract_modular(a: Numbers, b: Numbers) -> Numbers {
  let difference = a - b;
  return min(difference, difference + PRIME);
}

// a − b or as much and the prime: for products alone.
fn subtract_loosely(a: Numbers, b: Numbers) -> Numbers { return a - b + PRIME; }

// The upper word of x · y.
fn upper_word(x: Numbers, y: Numbers) -> Numbers {
  let half = Numbers(16u);
  let mask = Numbers(0xffffu);
  let x0 = x & mask;
  let x1 = x >> half;
  let y0 = y & mask;
  let y1 = y >> half;
  // Neither sum wraps: (2^16 − 1)^2 + 2·(2^16 − 1) = 2^32 − 1.
  let middle = x1 * y0 + ((x0 * y0) >> half);
  let other = x0 * y1 + (middle & mask);
  return x1 * y1 + (middle >> half) + (other >> half);
}

// x · factor, for any x; `quotient` is 2^32 · factor / PRIME rounded down (Shoup), so what is left is below twice the
// prime.
fn multiply_by(x: Numbers, factor: u32, quotient: u32) -> Numbers {
  let left = x * factor - upper_word(x, Numbers(quotient)) * PRIME;
  return min(left, left - PRIME);
}

// a · b / 2^32 (Montgomery).
fn multiply_modular(a: Numbers, b: Numbers) -> Numbers {
  let multiple = upper_word((a * b) * PRIME_INVERSE, Numbers(PRIME));
  return subtract_modular(upper_word(a, b), multiple);
}
