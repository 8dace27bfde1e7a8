#import wide
#import voxel
// Sliding-window sums of levels and squares, in whole numbers, so that they slide without loss.

// Sum of levels; sum of squares in 48 bits, and above them the count of levels.
struct Sums { levels: u32, squares: vec2u }

fn add_sums(a: Sums, b: Sums) -> Sums {
  return Sums(a.levels + b.levels, add_wide(a.squares, b.squares));
}

fn subtract_sums(a: Sums, b: Sums) -> Sums {
  return Sums(a.levels - b.levels, add_wide(a.squares, negate_wide(b.squares)));
}

// Levels that were summed: sums of two words leave no room for their count.
fn sums_count(found: Sums, window: u32, words: u32) -> u32 {
  return select(window, found.squares.y >> 16u, words == 3u);
}

// n times the standard deviation of the population, in levels: the root of n · Σ q² − (Σ q)².
fn sums_spread(found: Sums, n: u32, words: u32) -> f32 {
  let squares = vec2u(found.squares.x, select(0u, found.squares.y & 0xffffu, words == 3u));
  let scaled = add_wide(multiply_wide(squares.x, n), vec2u(0u, squares.y * n));
  let spread = add_wide(scaled, negate_wide(multiply_wide(found.levels, found.levels)));
  return sqrt(f32(spread.y) * 4294967296.0 + f32(spread.x));
}

// By how much an integer of up to 16 bits is above the mean.
fn level_above_mean(level: u32, found: Sums, n: u32) -> f32 {
  let own = n * level;
  let above = own >= found.levels;
  let distance = f32(select(found.levels - own, own - found.levels, above)) / f32(n);
  return select(-distance, distance, above);
}
