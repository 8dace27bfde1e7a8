// What a column along AXIS holds more than a level about a foil: row 0 of its result is the sum, row 1 the sum weighed
// by the distance from the foil's place, which counts as 2 beyond 2 rows, rows 2 and 3 the first and the second moment
// about the place; the rows after them are NaN. NaN where the column is not finite.
#import column_rows
struct Params {
  src: Grid,
  dst: Grid,
  blocks: u32,
  // How many rows count on each side of the place.
  reach: u32,
  // Sixteen times the level.
  level: f32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       places: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override AXIS: u32;
const BLOCK = 8u;

// One invocation owns one column.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= column_count()) { return; }
  let column = column_at(index);
  let place = i32(places[(column.y / BLOCK) * params.blocks + column.x / BLOCK]);
  let rows = i32(by_column(params.src.volume_size).z);
  let reach = i32(params.reach);
  var moments = vec4f(0.0);
  var finite = 1.0;
  for (var i = -reach; i <= reach; i++) {
    let along = clamp(place + i, 0, rows - 1);
    let value = nine_columns(column.x, column.y, u32(along));
    let offset = f32(i);
    moments += (value.x - params.level) * vec4f(1.0, clamp(offset, -2.0, 2.0), offset, offset * offset);
    finite *= value.y;
  }
  for (var row = 0u; row < 6u; row++) {
    var bits = NONE;
    if (row < 4u && finite != 0.0) { bits = bitcast<u32>(moments[row] / 16.0); }
    write_row(column, row, bits);
  }
}
