#import grid
#import quad
#import border
struct Params {
  src: Grid, dst: Grid, rows: u32, rank: u32, first_slice: u32, slices: u32, border_raw: u32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
// The rows of the window along x: their offsets y and z, and how far they reach to either side.
@group(0) @binding(1) var<storage, read>       window: array<vec4i>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override DTYPE: u32;
override BORDER: u32;
// How far all rows reach along x where that is at most 4 voxels; 5 where they reach farther or differ. Software
// adapters run both sides of a branch that they cannot decide when they compile.
override NEAR: u32;

// Keys of the voxels x … x + 3 (global) of the row that starts at a word; all lie in the volume.
fn keys_within(row: u32, x: i32) -> vec4u {
  let shift = lane_shift(DTYPE);
  let at = u32(x) - params.src.origin.x;
  let w = row + (at >> shift);
  let skip = (at & ((1u << shift) - 1u)) * lane_bits(DTYPE);
  var words = vec4u(src[w], 0u, 0u, 0u);
  if (shift == 2u) {
    if (skip > 0u) { words.x = (words.x >> skip) | (src[w + 1u] << (32u - skip)); }
  } else if (shift == 1u) {
    words.y = src[w + 1u];
    if (skip > 0u) {
      words = vec4u((words.x >> 16u) | (words.y << 16u), (words.y >> 16u) | (src[w + 2u] << 16u), 0u, 0u);
    }
  } else {
    words = vec4u(words.x, src[w + 1u], src[w + 2u], src[w + 3u]);
  }
  return quad_keys(unpack_quad(words, DTYPE), DTYPE);
}

// The key of one voxel of a row by the border rule along x.
fn key_at(row: u32, x: i32) -> u32 {
  let i = border_index(x, i32(params.src.volume_size.x), BORDER);
  if (i < 0) { return median_key(params.border_raw, DTYPE); }
  let shift = lane_shift(DTYPE);
  // Lanes behind the region's end may ask for voxels that the buffer does not hold.
  let at = min(u32(i) - params.src.origin.x, params.src.size.x - 1u);
  return median_key(lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), DTYPE), DTYPE);
}

fn keys_at(row: u32, x: i32) -> vec4u {
  if (x >= 0 && x + 3 < i32(params.src.volume_size.x)) { return keys_within(row, x); }
  return vec4u(key_at(row, x), key_at(row, x + 1), key_at(row, x + 2), key_at(row, x + 3));
}

// How many keys of the four windows are below each of three limits.
struct Counts { low: vec4u, middle: vec4u, high: vec4u }

fn with_keys(found: Counts, keys: vec4u, limits: Counts) -> Counts {
  return Counts(found.low + select(vec4u(), vec4u(1u), keys < limits.low),
                found.middle + select(vec4u(), vec4u(1u), keys < limits.middle),
                found.high + select(vec4u(), vec4u(1u), keys < limits.high));
}

// What a row adds: its quad and, from the quads beside it, as far as the radius reaches.
fn with_row(counts: Counts, row: u32, x: i32, reach: i32, limits: Counts) -> Counts {
  var found = counts;
  if (NEAR > 4u) {
    for (var dx = -reach; dx <= reach; dx++) { found = with_keys(found, keys_at(row, x + dx), limits); }
    return found;
  }
  let own = keys_at(row, x);
  found = with_keys(found, own, limits);
  if (NEAR == 0u) { return found; }
  let before = keys_at(row, x - 4);
  let after = keys_at(row, x + 4);
  found = with_keys(found, vec4u(before.w, own.xyz), limits);
  found = with_keys(found, vec4u(own.yzw, after.x), limits);
  if (NEAR == 1u) { return found; }
  found = with_keys(found, vec4u(before.zw, own.xy), limits);
  found = with_keys(found, vec4u(own.zw, after.xy), limits);
  if (NEAR == 2u) { return found; }
  found = with_keys(found, vec4u(before.yzw, own.x), limits);
  found = with_keys(found, vec4u(own.w, after.xyz), limits);
  if (NEAR == 3u) { return found; }
  return with_keys(with_keys(found, before, limits), after, limits);
}

fn count_below(p: vec3i, limits: Counts) -> Counts {
  let n = vec3i(params.src.volume_size);
  let constant = vec4u(median_key(params.border_raw, DTYPE));
  var found = Counts(vec4u(), vec4u(), vec4u());
  for (var i = 0u; i < params.rows; i++) {
    let offset = window[i];
    let y = border_index(p.y + offset.x, n.y, BORDER);
    let z = border_index(p.z + offset.y, n.z, BORDER);
    if (z < 0 || y < 0) {
      for (var dx = -offset.z; dx <= offset.z; dx++) { found = with_keys(found, constant, limits); }
    } else {
      let row = word_index(params.src, vec3u(params.src.origin.x, u32(y), u32(z)), 0u);
      found = with_row(found, row, p.x, offset.z, limits);
    }
  }
  return found;
}

// One invocation owns a quad. The key of a rank is the greatest one with at most `rank` keys below it; its
// bits are found from the highest down, two at a time.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let quad = flat_index(wid, count, lid, 64u);
  let row_quads = (params.dst.size.x + 3u) >> 2u;
  let slice_quads = row_quads * params.dst.size.y;
  if (quad >= slice_quads * params.slices) { return; }
  let slice = quad / slice_quads;
  let z = params.first_slice + slice;
  let y = (quad - slice * slice_quads) / row_quads;
  let x = (quad - slice * slice_quads - y * row_quads) << 2u;
  let p = vec3i(params.dst.origin + vec3u(x, y, z));

  var key = vec4u();
  let rank = vec4u(params.rank);
  for (var bit = i32(lane_bits(DTYPE)) - 2; bit >= 0; bit -= 2) {
    let step = vec4u(1u << u32(bit));
    let limits = Counts(key | step, key | (step << vec4u(1u)), key | step | (step << vec4u(1u)));
    let below = count_below(p, limits);
    key = select(key, limits.low, below.low <= rank);
    key = select(key, limits.middle, below.middle <= rank);
    key = select(key, limits.high, below.high <= rank);
  }

  let shift = lane_shift(DTYPE);
  let words = pack_quad(keep_lanes(quad_raws(key, DTYPE), params.dst.size.x - x), DTYPE);
  let word = z * params.dst.slice_words + y * params.dst.row_words + (x >> shift);
  let words_left = min(1u << quad_word_shift(DTYPE), params.dst.row_words - (x >> shift));
  for (var i = 0u; i < words_left; i++) { dst[word + i] = words[i]; }
}
