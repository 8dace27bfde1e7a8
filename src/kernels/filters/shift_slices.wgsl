// Slice alignment: every slice sampled at its own offset by sums of TAPS × TAPS voxels with weights, any dtype to f32.
#import grid
#import voxel
#import border
#import column_march
struct Params { src: Grid, dst: Grid, fill: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       taps: array<i32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
// Voxels along each axis that are weighed: 2 or 4.
override TAPS: u32;

// Words per slice: the first offsets along x and y, then four weights each.
const ROW = 10u; // export SHIFT_ROW

// Taps of weight 0 do not count, so that whole shifts keep every value, and NaN stays where it is.
fn weighted(weight: f32, value: f32) -> f32 {
  return select(0.0, weight * value, weight != 0.0);
}

// The voxel x of the row that begins at a word; outside of the volume, where indices are −1, the fill.
fn value_at(row: u32, x: i32, inside: bool) -> f32 {
  let shift = lane_shift(SRC_DTYPE);
  let at = u32(max(x, 0)) - params.src.origin.x;
  let raw = lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE);
  return select(params.fill, raw_to_f32(raw, SRC_DTYPE), inside && x >= 0);
}

// The sum along x at a row of slice z.
fn line_at(y: i32, z: u32, columns: vec4i, weights: vec4f) -> f32 {
  let at = near_index(y, i32(params.src.volume_size.y), BORDER);
  let inside = at >= 0;
  let row = word_index(params.src, vec3u(params.src.origin.x, u32(max(at, 0)), z), 0u);
  var line = weighted(weights.x, value_at(row, columns.x, inside));
  line += weighted(weights.y, value_at(row, columns.y, inside));
  if (TAPS == 4u) {
    line += weighted(weights.z, value_at(row, columns.z, inside));
    line += weighted(weights.w, value_at(row, columns.w, inside));
  }
  return line;
}

fn weights_at(word: u32) -> vec4f {
  return bitcast<vec4f>(vec4i(taps[word], taps[word + 1u], taps[word + 2u], taps[word + 3u]));
}

// One invocation owns a piece of a column, and carries the sums along x of the rows that its next voxel needs too.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = column_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (place.z >= params.dst.size.z) { return; }
  var p = params.dst.origin + place;
  let slice = place.z * ROW;
  let first = i32(p.x) + taps[slice];
  let width = i32(params.src.volume_size.x);
  let columns = vec4i(near_index(first, width, BORDER), near_index(first + 1, width, BORDER),
                      near_index(first + 2, width, BORDER), near_index(first + 3, width, BORDER));
  let along = weights_at(slice + 2u);
  let across = weights_at(slice + 6u);
  var y = i32(p.y) + taps[slice + 1u];
  var lines = vec4f(0.0, line_at(y, p.z, columns, along), 0.0, 0.0);
  if (TAPS == 4u) {
    lines.z = line_at(y + 1, p.z, columns, along);
    lines.w = line_at(y + 2, p.z, columns, along);
  }
  let end = params.dst.origin.y + min(place.y + COLUMN_ROWS, params.dst.size.y);
  for (; p.y < end; p.y++) {
    let last = line_at(y + i32(TAPS) - 1, p.z, columns, along);
    y++;
    if (TAPS == 2u) { lines = vec4f(lines.y, last, 0.0, 0.0); } else { lines = vec4f(lines.yzw, last); }
    var sum = weighted(across.x, lines.x) + weighted(across.y, lines.y);
    if (TAPS == 4u) { sum += weighted(across.z, lines.z); sum += weighted(across.w, lines.w); }
    dst[word_index(params.dst, p, 0u)] = bitcast<u32>(sum);
  }
}
