#import wide_windows
// Window sums along z, of sums along x and y. Reads what its kernels bind: `sums`, and of `params` the grid `sums`, the
// bits `fill` of the value beyond the volume and how many of it a place there holds; its `border` says what lies there.

fn moments_at(column: u32, i: i32) -> Moments {
  let j = border_index(i, i32(params.sums.volume_size.z), params.border);
  if (j < 0) { return moments_of(params.fill, params.copies); }
  // Places beyond the region, which count for windows that are not wanted, may not be held.
  let at = u32(clamp(j - i32(params.sums.origin.z), 0, i32(params.sums.size.z) - 1));
  let first = (column + at * params.sums.slice_words) * moment_words();
  var words = Words(vec2u(sums[first], sums[first + 1u]), 0u, vec2u());
  if (moment_words() > 2u) { words.third = sums[first + 2u]; }
  if (SQUARES == 1u) { words.last = vec2u(sums[first + 3u], sums[first + 4u]); }
  return unpacked(words);
}
