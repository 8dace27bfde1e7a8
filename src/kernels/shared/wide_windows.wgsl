#import border
#import wide_moments
// Sums over windows of 2·radius + 1 places of a line, of eight neighbouring windows at once. What they share is added
// up once; nothing is ever subtracted, so that a window's sums hold what is in it alone. Runs start at multiples of
// eight of the volume, so that bricks agree. Reads `moments_at` of its kernels: what index i (global) of a line adds.

// Places of a line whose windows one invocation sums.
const RUN = 8u; // export WIDE_RUN
var<private> windows: array<Moments, 8>;

// Puts the sums of the windows about the places from `start` on into `windows`.
fn sum_windows(line: u32, start: i32, radius: i32) {
  // Windows of fewer than nine places share none.
  let is_shared = radius > 3;
  let first = start - radius;
  for (var k = 0; k < select(8, 1, is_shared); k++) {
    var sum = Moments();
    for (var i = start + k + radius; i >= first + k; i--) {
      sum = add_moments(sum, moments_at(line, i));
      // What the eight have in common ends at the last window's first place; before it every place is one window's
      // more.
      let t = select(k, i - first, is_shared);
      if (t < 8) { windows[t] = sum; }
    }
  }
  var behind = Moments();
  for (var t = 1; t < select(1, 8, is_shared); t++) {
    behind = add_moments(behind, moments_at(line, start + t + radius));
    windows[t] = add_moments(windows[t], behind);
  }
}
