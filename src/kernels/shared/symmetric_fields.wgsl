// Entries of the symmetric 3 × 3 matrix of a voxel. Reads what its kernels bind: `xx`, `xy`, `xz`, `yy`, `yz`, `zz`,
// fields of one layout; of FLAT, where bit i says that the entries of axis i are 0 and not read.

fn diagonal_at(word: u32) -> vec3f {
  var entries = vec3f();
  if ((FLAT & 1u) == 0u) { entries.x = xx[word]; }
  if ((FLAT & 2u) == 0u) { entries.y = yy[word]; }
  if ((FLAT & 4u) == 0u) { entries.z = zz[word]; }
  return entries;
}

// xy, xz, yz.
fn off_diagonal_at(word: u32) -> vec3f {
  var entries = vec3f();
  if ((FLAT & 3u) == 0u) { entries.x = xy[word]; }
  if ((FLAT & 5u) == 0u) { entries.y = xz[word]; }
  if ((FLAT & 6u) == 0u) { entries.z = yz[word]; }
  return entries;
}
