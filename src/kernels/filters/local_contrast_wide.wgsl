// Local contrast normalisation of 32-bit values: window sums along z, and from them (v − mean)/(std + epsilon). With
// `epsilon` 0 it is one step of the values there are: 1 of integers, of f32 the spacing at the window's greatest
// magnitude.
#import grid
#import wide_columns
struct Params {
  src: Grid, sums: Grid, slab: Grid, dst: Grid, fill: u32, copies: u32, radius: u32, border: u32, epsilon: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       sums: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SQUARES: u32;

fn contrast(raw: u32, found: Moments) -> u32 {
  if (!is_counted(raw)) { return select(raw, 0x7fc00000u, raw_is_nan(raw, SRC_DTYPE)); }
  let n = f32(found.count);
  // The voxel is in its window, so that both are in one unit.
  let deviation = distance_float(above_mean(raw, found).distance) / n;
  let spread = spread_of(found) / n;
  var epsilon = select(1.0, 128.0, SRC_DTYPE == F32);
  if (params.epsilon > 0.0) { epsilon = in_units(params.epsilon, found.exponent, true); }
  return bitcast<u32>(deviation / (spread + epsilon));
}

// An invocation owns a run of eight slices of a column.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let origin = params.slab.origin;
  let end = origin.z + params.slab.size.z;
  let slice = params.slab.size.x * params.slab.size.y;
  let run = index / slice;
  let start = (origin.z / RUN + run) * RUN;
  if (start >= end) { return; }
  let y = (index - run * slice) / params.slab.size.x;
  let x = index - run * slice - y * params.slab.size.x;
  let p = origin + vec3u(x, y, 0u);
  let column = word_index(params.sums, vec3u(p.xy, params.sums.origin.z), 0u);
  sum_windows(column, i32(start), i32(params.radius));
  for (var t = 0u; t < RUN; t++) {
    let at = vec3u(p.xy, start + t);
    if (at.z < origin.z || at.z >= end) { continue; }
    dst[word_index(params.dst, at, 0u)] = contrast(src[word_index(params.src, at, 0u)], windows[t]);
  }
}
