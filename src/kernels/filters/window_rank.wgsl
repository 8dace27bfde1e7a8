// Rank filter of any window by a binary search on the bits of the key: the value of a rank (from 0) of the sorted
// window around each voxel, for slices of `dst` from `first_slice` on, from keys of `windowKeys`; a quad per
// invocation.
#import window_quads
// `short_ends` and `long_ends`: where the rows end that reach 0, 1, 2 and 3, 4, 5 voxels to either side.
struct Params {
  dst: Grid, short_ends: vec3u, first_slice: u32, long_ends: vec3u, slices: u32, quads: u32, margin_y: u32, rank: u32
}
@group(0) @binding(0) var<storage, read>       keys: array<u32>;
// Words from the least offset of the window to those of its rows, shortest first.
@group(0) @binding(1) var<storage, read>       window: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override DTYPE: u32;

// How many keys of the four windows are below each of three limits.
struct Counts { low: vec4u, middle: vec4u, high: vec4u }

fn with_keys(found: Counts, keys: vec4u, limits: Counts) -> Counts {
  return Counts(found.low + select(vec4u(), vec4u(1u), keys < limits.low),
                found.middle + select(vec4u(), vec4u(1u), keys < limits.middle),
                found.high + select(vec4u(), vec4u(1u), keys < limits.high));
}

// What a row adds: its quad and, from the quads beside it, as far as it reaches, which is known when compiling.
fn with_row(counts: Counts, word: u32, reach: u32, limits: Counts) -> Counts {
  let step = 1u << quad_word_shift(DTYPE);
  let own = keys_of(word);
  var found = with_keys(counts, own, limits);
  if (reach == 0u) { return found; }
  let before = keys_of(word - step);
  let after = keys_of(word + step);
  found = with_keys(found, vec4u(before.w, own.xyz), limits);
  found = with_keys(found, vec4u(own.yzw, after.x), limits);
  if (reach == 1u) { return found; }
  found = with_keys(found, vec4u(before.zw, own.xy), limits);
  found = with_keys(found, vec4u(own.zw, after.xy), limits);
  if (reach == 2u) { return found; }
  found = with_keys(found, vec4u(before.yzw, own.x), limits);
  found = with_keys(found, vec4u(own.w, after.xyz), limits);
  if (reach == 3u) { return found; }
  found = with_keys(with_keys(found, before, limits), after, limits);
  if (reach == 4u) { return found; }
  found = with_keys(found, vec4u(keys_of(word - 2u * step).w, before.xyz), limits);
  return with_keys(found, vec4u(after.yzw, keys_of(word + 2u * step).x), limits);
}

fn count_below(first: u32, limits: Counts) -> Counts {
  var found = Counts(vec4u(), vec4u(), vec4u());
  var i = 0u;
  for (; i < params.short_ends.x; i++) { found = with_row(found, first + window[i], 0u, limits); }
  for (; i < params.short_ends.y; i++) { found = with_row(found, first + window[i], 1u, limits); }
  for (; i < params.short_ends.z; i++) { found = with_row(found, first + window[i], 2u, limits); }
  for (; i < params.long_ends.x; i++) { found = with_row(found, first + window[i], 3u, limits); }
  for (; i < params.long_ends.y; i++) { found = with_row(found, first + window[i], 4u, limits); }
  for (; i < params.long_ends.z; i++) { found = with_row(found, first + window[i], 5u, limits); }
  return found;
}

// One invocation owns a quad. The key of a rank is the greatest one with at most `rank` keys below it; its
// bits are found from the highest down, two at a time.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let p = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (p.z >= params.slices) { return; }
  let first = first_word(p);
  var key = vec4u();
  let rank = vec4u(params.rank);
  for (var bit = i32(lane_bits(DTYPE)) - 2; bit >= 0; bit -= 2) {
    let step = vec4u(1u << u32(bit));
    let limits = Counts(key | step, key | (step << vec4u(1u)), key | step | (step << vec4u(1u)));
    let below = count_below(first, limits);
    key = select(key, limits.low, below.low <= rank);
    key = select(key, limits.middle, below.middle <= rank);
    key = select(key, limits.high, below.high <= rank);
  }
  store_keys(p, key);
}
