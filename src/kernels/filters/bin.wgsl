// Binning (downsampling by whole factors): blocks of factor x × y × z voxels become one, by their mean (MODE 0) or by
// their most frequent value, the mode (1).
#import grid
#import quad
#import far_floats
struct Params { src: Grid, dst: Grid, factor: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
override BY_MODE: u32;

fn raw_at(position: vec3u) -> u32 {
  let shift = lane_shift(DTYPE);
  let lane = (position.x - params.src.origin.x) & ((1u << shift) - 1u);
  return lane_raw(src[word_index(params.src, position, shift)], lane, DTYPE);
}

// Position of the i-th voxel of the block that starts at a voxel.
fn member(start: vec3u, i: u32) -> vec3u {
  let slice = params.factor.x * params.factor.y;
  let z = i / slice;
  let y = (i - z * slice) / params.factor.x;
  return start + vec3u(i - z * slice - y * params.factor.x, y, z);
}

// Mean of keys, to nearest, halves to even. Quotients and rests are summed apart, so that nothing
// overflows; the offset of signed keys is even and changes no half.
fn mean_key(start: vec3u, n: u32) -> u32 {
  var quotients = 0u;
  var rests = 0u;
  for (var i = 0u; i < n; i++) {
    let key = raw_to_key(raw_at(member(start, i)), DTYPE);
    let quotient = key / n;
    quotients += quotient;
    rests += key - quotient * n;
  }
  let more = rests / n;
  let rest = rests - more * n;
  let mean = quotients + more;
  let other = n - rest;
  return mean + select(0u, 1u, rest > other || (rest == other && (mean & 1u) == 1u));
}

// Sums of rows of sums of planes: short sums keep their digits. Voxels are lowered by as many powers of two as keep the
// sum from overflowing.
fn mean_float(start: vec3u, n: u32) -> u32 {
  let log = 32u - countLeadingZeros(n - 1u);
  var sum = 0.0;
  var is_nan = false;
  for (var z = 0u; z < params.factor.z; z++) {
    var plane = 0.0;
    for (var y = 0u; y < params.factor.y; y++) {
      var line = 0.0;
      for (var x = 0u; x < params.factor.x; x++) {
        let raw = raw_at(start + vec3u(x, y, z));
        is_nan = is_nan || raw_is_nan(raw, DTYPE);
        line += lowered(vec4f(bitcast<f32>(raw)), log).x;
      }
      plane += line;
    }
    sum += plane;
  }
  return select(bitcast<u32>(sum / (f32(n) * exp2(-f32(log)))), 0x7fc00000u, is_nan);
}

// The most frequent key, the least of several.
fn mode_key(start: vec3u, n: u32) -> u32 {
  var best = 0u;
  var best_count = 0u;
  for (var i = 0u; i < n; i++) {
    let key = median_key(raw_at(member(start, i)), DTYPE);
    if (best_count > 0u && key == best) { continue; }
    var found = 1u;
    for (var j = i + 1u; j < n; j++) {
      found += select(0u, 1u, median_key(raw_at(member(start, j)), DTYPE) == key);
    }
    if (found > best_count || (found == best_count && key < best)) {
      best = key;
      best_count = found;
    }
    // No later value can be as frequent.
    if (best_count > n - i) { break; }
  }
  return best;
}

// One invocation owns one word of the result.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let shift = lane_shift(DTYPE);
  let p = word_position(params.dst, word, shift);
  let lanes = valid_lanes(params.dst, p.x, shift);
  let n = params.factor.x * params.factor.y * params.factor.z;
  var packed = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let start = vec3u(p.x + lane, p.yz) * params.factor;
    var raw = 0u;
    if (BY_MODE == 1u) { raw = key_to_raw(mode_key(start, n), DTYPE); }
    else if (DTYPE == F32) { raw = mean_float(start, n); }
    else { raw = key_to_raw(mean_key(start, n), DTYPE); }
    packed |= lane_place(raw, lane, DTYPE);
  }
  dst[word] = packed;
}
