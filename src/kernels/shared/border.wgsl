// Border rules (reflect, nearest, constant) on global indices.

// Codes of the rules.
const BORDER_REFLECT = 0u; // export BORDER_REFLECT
const BORDER_NEAREST = 1u; // export BORDER_NEAREST
const BORDER_CONSTANT = 2u; // export BORDER_CONSTANT

// The index that a rule reads for index i of an axis of n voxels; −1 where it is the constant.
// Reflection is half-sample symmetric (d c b a | a b c d | d c b a) and repeats as often as needed.
fn border_index(i: i32, n: i32, rule: u32) -> i32 {
  if (i >= 0 && i < n) { return i; }
  if (rule == BORDER_NEAREST) { return clamp(i, 0, n - 1); }
  if (rule == BORDER_CONSTANT) { return -1; }
  let period = 2 * n;
  var j = i % period;
  if (j < 0) { j += period; }
  return select(period - 1 - j, j, j < n);
}

// border_index without its division, for −n ≤ i < 2n + 3: at most one reflection at each end.
fn near_index(i: i32, n: i32, rule: u32) -> i32 {
  if (rule == BORDER_NEAREST) { return clamp(i, 0, n - 1); }
  if (rule == BORDER_CONSTANT) { return select(-1, i, i >= 0 && i < n); }
  let below = select(i, 2 * n - 1 - i, i >= n);
  return min(select(below, -1 - below, below < 0), n - 1);
}
