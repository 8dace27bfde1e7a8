#import border
#import local_moments
// Sliding-window sums along z, of sums along x and y. Reads what its kernels bind: `sums`, of WORDS words each, and of
// `params` the grid `sums`, the `fill` beyond the volume and the `radius`; BORDER says what lies there.

// Voxels along z that one invocation of such kernels owns.
const BLOCK = 64u; // export LOCAL_DEPTH

fn sums_at(column: u32, i: i32) -> Sums {
  let j = border_index(i, i32(params.sums.volume_size.z), BORDER);
  if (j < 0) { return Sums(params.fill.x, params.fill.yz); }
  let at = min(u32(j) - params.sums.origin.z, params.sums.size.z - 1u);
  let w = (column + at * params.sums.slice_words) * WORDS;
  var high = 0u;
  if (WORDS == 3u) { high = sums[w + 2u]; }
  return Sums(sums[w], vec2u(sums[w + 1u], high));
}

// The sums of the window about voxel z of a column.
fn window_sums(column: u32, z: i32) -> Sums {
  let r = i32(params.radius);
  var found = sums_at(column, z - r);
  for (var i = z - r + 1; i <= z + r; i++) { found = add_sums(found, sums_at(column, i)); }
  return found;
}

// The sums of the next window, from those about voxel z.
fn next_window(found: Sums, column: u32, z: i32) -> Sums {
  let r = i32(params.radius);
  let enters = sums_at(column, z + 1 + r);
  return subtract_sums(add_sums(found, enters), sums_at(column, z - r));
}
