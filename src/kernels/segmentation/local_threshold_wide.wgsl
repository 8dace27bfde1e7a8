// Local thresholding of 32-bit values (mean, Niblack, Sauvola): window sums along z, and from them whether v is above
// mean + add + times · std + product · mean · std. With WHOLE 1 the first two alone, in whole numbers: n · v − Σ is
// not below `least`, of two words.
#import grid
#import wide_columns
struct Params {
  src: Grid, sums: Grid, slab: Grid, dst: Grid, fill: u32, copies: u32, radius: u32, border: u32, add: f32,
  times: f32, product: f32, mean_times: f32, least_low: u32, least_high: u32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SQUARES: u32;
override WHOLE: u32;

// Slices that a workgroup owns.
const DEPTH = 32u; // export WIDE_DEPTH

// Two words of each of DEPTH rows along x.
var<workgroup> words: array<atomic<u32>, 64>;

fn is_above(raw: u32, found: Moments) -> bool {
  if (raw_is_nan(raw, SRC_DTYPE)) { return false; }
  if (!is_counted(raw)) { return (raw & 0x80000000u) == 0u; }
  if (found.count == 0u) { return false; }
  let above = above_mean(raw, found);
  if (WHOLE == 1u) {
    let rest = add_wide(above.distance, negate_wide(vec2u(params.least_low, params.least_high)));
    return (rest.y >> 31u) == 0u;
  }
  let n = f32(found.count);
  let deviation = in_units(distance_float(above.distance) / n, above.exponent, false);
  let sum = signed_of(found.total);
  let size = in_units(wide_float(sum.magnitude) / n, found.exponent, false);
  let mean = select(size, -size, sum.negative);
  let spread = in_units(spread_of(found) / n, found.exponent, false);
  return deviation > params.add + params.times * spread + mean * (params.mean_times + params.product * spread);
}

// A workgroup owns 64 columns in a row and DEPTH slices of them: two words of a mask per slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  atomicStore(&words[lid], 0u);
  workgroupBarrier();
  let x = wid.x * 64u + lid;
  let depth = min(DEPTH, params.slab.size.z - wid.z * DEPTH);
  let p = params.slab.origin + vec3u(x, wid.y, wid.z * DEPTH);
  if (x < params.slab.size.x) {
    let column = word_index(params.sums, vec3u(p.xy, params.sums.origin.z), 0u);
    for (var start = p.z / RUN * RUN; start < p.z + depth; start += RUN) {
      sum_windows(column, i32(start), i32(params.radius));
      for (var t = 0u; t < RUN; t++) {
        let z = start + t;
        if (z < p.z || z >= p.z + depth) { continue; }
        if (is_above(src[word_index(params.src, vec3u(p.xy, z), 0u)], windows[t])) {
          atomicOr(&words[2u * (z - p.z) + (lid >> 5u)], 1u << (lid & 31u));
        }
      }
    }
  }
  workgroupBarrier();
  let k = lid >> 1u;
  let word_x = wid.x * 64u + (lid & 1u) * 32u;
  if (lid < 2u * depth && word_x < params.slab.size.x) {
    let q = params.slab.origin + vec3u(word_x, wid.y, wid.z * DEPTH + k);
    dst[word_index(params.dst, q, 5u)] = atomicLoad(&words[lid]);
  }
}
