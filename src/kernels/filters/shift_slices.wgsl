// Slice alignment: every slice sampled at its own offset by weighted sums of TAPS rows of four voxels, any dtype to
// f32.
#import grid
#import quad_place
#import voxel
#import border
struct Params { src: Grid, dst: Grid, fill: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       taps: array<i32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
// Rows that are weighted: 2 or 4.
override TAPS: u32;

// Words per slice: the first offsets along x and y, then four weights each.
const ROW = 10u; // export SHIFT_ROW

fn value_at(row: u32, x: i32) -> f32 {
  if (x < 0) { return params.fill; }
  let shift = lane_shift(SRC_DTYPE);
  let at = u32(x) - params.src.origin.x;
  return raw_to_f32(lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE), SRC_DTYPE);
}

// Taps of weight 0 do not count, so that whole shifts keep every value, and NaN stays where it is.
fn weighted(weight: f32, values: vec4f) -> vec4f {
  return select(vec4f(), weight * values, weight != 0.0);
}

// One invocation owns four voxels in a row, which have their rows of seven voxels in common.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (place.z >= params.dst.size.z) { return; }
  let p = params.dst.origin + place;
  let size = vec3i(params.src.volume_size);
  let slice = place.z * ROW;
  let shift = lane_shift(SRC_DTYPE);
  let first = i32(p.x) + taps[slice];
  let x0 = border_index(first, size.x, BORDER);
  let x1 = border_index(first + 1, size.x, BORDER);
  let x2 = border_index(first + 2, size.x, BORDER);
  let x3 = border_index(first + 3, size.x, BORDER);
  let x4 = border_index(first + 4, size.x, BORDER);
  let x5 = border_index(first + 5, size.x, BORDER);
  let x6 = border_index(first + 6, size.x, BORDER);
  let weights = bitcast<vec4f>(
    vec4i(taps[slice + 2u], taps[slice + 3u], taps[slice + 4u], taps[slice + 5u]));
  var sum = vec4f();
  for (var j = 0u; j < TAPS; j++) {
    let y = border_index(i32(p.y) + taps[slice + 1u] + i32(j), size.y, BORDER);
    var a = vec4f(params.fill);
    var b = vec4f(params.fill);
    if (y >= 0) {
      let row = word_index(params.src, vec3u(params.src.origin.x, u32(y), p.z), shift);
      a = vec4f(value_at(row, x0), value_at(row, x1), value_at(row, x2), value_at(row, x3));
      b = vec4f(value_at(row, x4), value_at(row, x5), value_at(row, x6), 0.0);
    }
    var line = weighted(weights.x, a);
    line += weighted(weights.y, vec4f(a.yzw, b.x));
    line += weighted(weights.z, vec4f(a.zw, b.xy));
    line += weighted(weights.w, vec4f(a.w, b.xyz));
    sum += weighted(bitcast<f32>(taps[slice + 6u + j]), line);
  }
  let word = word_index(params.dst, p, 0u);
  let lanes = params.dst.size.x - place.x;
  dst[word] = bitcast<u32>(sum.x);
  if (lanes > 1u) { dst[word + 1u] = bitcast<u32>(sum.y); }
  if (lanes > 2u) { dst[word + 2u] = bitcast<u32>(sum.z); }
  if (lanes > 3u) { dst[word + 3u] = bitcast<u32>(sum.w); }
}
