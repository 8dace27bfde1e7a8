// Where the brightest layer lies in blocks of 8 × 8 columns along AXIS, and the mean values of the block about that
// place. Row 0 of a block's result is the place, rows 1 … 2 · reach + 1 the means from `reach` rows below it on; NaN
// where there is no such row.
#import column_rows
struct Params { src: Grid, dst: Grid, reach: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override AXIS: u32;
const BLOCK = 8u; // export BLOCK

// Sum of the finite values of a block in a row, and how many they are.
fn block_sum(first: vec2u, end: vec2u, along: u32) -> vec2f {
  var sum = vec2f(0.0);
  for (var v = first.y; v < end.y; v++) {
    for (var u = first.x; u < end.x; u++) {
      let raw = column_raw(u, v, along);
      if (raw_is_number(raw)) { sum += vec2f(raw_to_f32(raw, SRC_DTYPE), 1.0); }
    }
  }
  return sum;
}

// The row about which three rows have the greatest sum; of several beside each other the middle one.
fn brightest(first: vec2u, end: vec2u, rows: u32) -> u32 {
  var before = block_sum(first, end, 0u).x;
  var own = block_sum(first, end, 1u).x;
  var best = 0.0;
  var lowest = 1u;
  var highest = 0u;
  for (var along = 1u; along + 1u < rows; along++) {
    let behind = block_sum(first, end, along + 1u).x;
    let sum = before + own + behind;
    if (highest == 0u || sum > best) {
      best = sum;
      lowest = along;
      highest = along;
    } else if (sum == best && along == highest + 1u) { highest = along; }
    before = own;
    own = behind;
  }
  return (lowest + max(lowest, highest)) / 2u;
}

// One invocation owns one block.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= column_count()) { return; }
  let block = column_at(index);
  let size = by_column(params.src.volume_size);
  let first = BLOCK * block;
  let end = min(first + BLOCK, size.xy);
  let place = brightest(first, end, size.z);
  write_row(block, 0u, bitcast<u32>(f32(place)));
  for (var i = 0u; i <= 2u * params.reach; i++) {
    let along = i32(place + i) - i32(params.reach);
    var bits = NONE;
    if (along >= 0 && along < i32(size.z)) {
      let sum = block_sum(first, end, u32(along));
      if (sum.y > 0.0) { bits = bitcast<u32>(sum.x / sum.y); }
    }
    write_row(block, i + 1u, bits);
  }
}
