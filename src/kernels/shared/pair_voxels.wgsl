#import grid
#import voxel
// Two grids voxel by voxel, in bins of their keys. Unlike most shared modules this one reads what its kernels bind:
// `a`, `b` and `within`, of `params` the grids of these names and `bins`, `keys`, and A_DTYPE, B_DTYPE and HAS_WITHIN.
// `keys` holds the least key of each bin of a and the greatest of the last, then those of b; `bins` says how many each
// has.

fn key_of_a(p: vec3u) -> u32 {
  let shift = lane_shift(A_DTYPE);
  let lane = (p.x - params.a.origin.x) & ((1u << shift) - 1u);
  return raw_to_key(lane_raw(a[word_index(params.a, p, shift)], lane, A_DTYPE), A_DTYPE);
}

fn key_of_b(p: vec3u) -> u32 {
  let shift = lane_shift(B_DTYPE);
  let lane = (p.x - params.b.origin.x) & ((1u << shift) - 1u);
  return raw_to_key(lane_raw(b[word_index(params.b, p, shift)], lane, B_DTYPE), B_DTYPE);
}

fn is_within(p: vec3u) -> bool {
  if (HAS_WITHIN == 0u) { return true; }
  return ((within[word_index(params.within, p, 5u)] >> ((p.x - params.within.origin.x) & 31u)) & 1u) == 1u;
}

// The bin of a key among `count` that begin at `start` of `keys`; `count` where it lies in none.
fn bin_of(key: u32, start: u32, count: u32) -> u32 {
  if (key < keys[start] || key > keys[start + count]) { return count; }
  var low = 0u;
  var high = count;
  while (high - low > 1u) {
    let middle = (low + high) >> 1u;
    if (keys[start + middle] <= key) { low = middle; } else { high = middle; }
  }
  return low;
}

// The bins of a voxel in a and b; those beyond the last where it has none.
fn bins_at(p: vec3u) -> vec2u {
  return vec2u(bin_of(key_of_a(p), 0u, params.bins.x), bin_of(key_of_b(p), params.bins.x + 1u, params.bins.y));
}
