// Arithmetic of whole numbers modulo a prime below 2^31. Numbers are below the prime. #import wide as well.

fn add_modular(a: u32, b: u32, prime: u32) -> u32 {
  let sum = a + b;
  return select(sum, sum - prime, sum >= prime);
}

fn subtract_modular(a: u32, b: u32, prime: u32) -> u32 {
  return select(a - b, a + prime - b, a < b);
}

// a · b / 2^32 (Montgomery); `inverse` is that of the prime modulo 2^32.
fn multiply_modular(a: u32, b: u32, prime: u32, inverse: u32) -> u32 {
  let product = multiply_wide(a, b);
  let multiple = multiply_wide(product.x * inverse, prime).y;
  return subtract_modular(product.y, multiple, prime);
}
