// Slice alignment: every slice sampled at its own offset by weighted sums of TAPS² voxels, any dtype to f32.
#import grid
#import voxel
#import border
struct Params { src: Grid, dst: Grid, fill: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       taps: array<i32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;
// Voxels per axis: 2 or 4.
override TAPS: u32;

// Words per slice: the first offsets along x and y, then four weights each.
const ROW = 10u; // export SHIFT_ROW

fn value_at(row: u32, x: i32) -> f32 {
  let shift = lane_shift(SRC_DTYPE);
  let at = u32(x) - params.src.origin.x;
  return raw_to_f32(lane_raw(src[row + (at >> shift)], at & ((1u << shift) - 1u), SRC_DTYPE), SRC_DTYPE);
}

// One invocation owns one voxel. Taps of weight 0 are not read, so that whole shifts keep every value.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let size = vec3i(params.src.volume_size);
  let slice = (p.z - params.dst.origin.z) * ROW;
  let shift = lane_shift(SRC_DTYPE);
  var sum = 0.0;
  for (var j = 0u; j < TAPS; j++) {
    let weight_y = bitcast<f32>(taps[slice + 6u + j]);
    if (weight_y == 0.0) { continue; }
    let y = border_index(i32(p.y) + taps[slice + 1u] + i32(j), size.y, BORDER);
    var row = 0u;
    if (y >= 0) { row = word_index(params.src, vec3u(params.src.origin.x, u32(y), p.z), shift); }
    var line = 0.0;
    for (var i = 0u; i < TAPS; i++) {
      let weight_x = bitcast<f32>(taps[slice + 2u + i]);
      if (weight_x == 0.0) { continue; }
      let x = border_index(i32(p.x) + taps[slice] + i32(i), size.x, BORDER);
      var value = params.fill;
      if (x >= 0 && y >= 0) { value = value_at(row, x); }
      line += weight_x * value;
    }
    sum += weight_y * line;
  }
  dst[word] = bitcast<u32>(sum);
}
