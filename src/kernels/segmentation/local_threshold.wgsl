// Local thresholding of 8- and 16-bit values (mean, Niblack, Sauvola): sliding-window sums along z, and from them
// whether v is above mean + add + times · std + product · mean · std. With WHOLE 1 the first two alone, of integers: n
// · v − Σ ≥ `least` (`negative`: ≥ −`least`).
#import grid
#import window_sums
struct Params {
  src: Grid, sums: Grid, slab: Grid, dst: Grid, fill: vec3u, radius: u32, window: u32, base: f32,
  add: f32, times: f32, product: f32, mean_times: f32, least: u32, negative: u32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
override WORDS: u32;
override WHOLE: u32;

// Two words of each of BLOCK rows along x.
var<workgroup> words: array<atomic<u32>, 64>;

fn is_above(raw: u32, found: Sums) -> bool {
  let n = sums_count(found, params.window, WORDS);
  if (n == 0u) { return false; }
  if (WHOLE == 1u) {
    let own = n * raw_to_key(raw, SRC_DTYPE);
    if (own >= found.levels) { return params.negative != 0u || own - found.levels >= params.least; }
    return params.negative != 0u && found.levels - own <= params.least;
  }
  let mean = f32(found.levels) / f32(n);
  let spread = sums_spread(found, n, WORDS) / f32(n);
  let deviation = level_above_mean(raw_to_key(raw, SRC_DTYPE), found, n);
  let absolute = params.base + mean;
  return deviation > params.add + params.times * spread + absolute * (params.mean_times + params.product * spread);
}

// A workgroup owns 64 columns in a row and BLOCK slices of them: two words of a mask per slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  atomicStore(&words[lid], 0u);
  workgroupBarrier();
  let x = wid.x * 64u + lid;
  let depth = min(BLOCK, params.slab.size.z - wid.z * BLOCK);
  let p = params.slab.origin + vec3u(x, wid.y, wid.z * BLOCK);
  if (x < params.slab.size.x) {
    let column = word_index(params.sums, vec3u(p.xy, params.sums.origin.z), 0u);
    var found = window_sums(column, i32(p.z));
    let shift = lane_shift(SRC_DTYPE);
    let lane = p.x & ((1u << shift) - 1u);
    for (var k = 0u; k < depth; k++) {
      let raw = lane_raw(src[word_index(params.src, p + vec3u(0u, 0u, k), shift)], lane, SRC_DTYPE);
      if (is_above(raw, found)) { atomicOr(&words[2u * k + (lid >> 5u)], 1u << (lid & 31u)); }
      found = next_window(found, column, i32(p.z + k));
    }
  }
  workgroupBarrier();
  let k = lid >> 1u;
  let word_x = wid.x * 64u + (lid & 1u) * 32u;
  if (lid < 2u * depth && word_x < params.slab.size.x) {
    let q = params.slab.origin + vec3u(word_x, wid.y, wid.z * BLOCK + k);
    dst[word_index(params.dst, q, 5u)] = atomicLoad(&words[lid]);
  }
}
