// The Fourier transform of a Gaussian of `sigma` voxels, at indices of a spectrum of which half of x is kept.

// 2 π²: a Gaussian of standard deviation σ has the transform exp(−2 π² σ² f²).
const TWO_PI_SQUARED = 19.739209;

// At index x of 0 … nx/2 and y of ny, of which the second half stands for negative frequencies.
fn gaussian_at(x: u32, y: u32, nx: u32, ny: u32, sigma: f32) -> f32 {
  let fx = f32(x) / f32(nx);
  let fy = select(f32(y) - f32(ny), f32(y), 2u * y < ny) / f32(ny);
  return exp(-TWO_PI_SQUARED * sigma * sigma * (fx * fx + fy * fy));
}
