// The two faces of a foil in every column along AXIS, and what lies beyond them. Rows of a column's result: 0, 1 the
// lower and the upper face, between voxels; 2, 3 the longest run above the level beyond them, as 1024 · its first row +
// its length; 4, 5 where the values beyond fall below those of a separator. NaN where there is none.
#import column_rows
struct Params {
  src: Grid,
  dst: Grid,
  blocks: u32,
  // How far from the foil's place in the block a column may begin, and how far from there it is followed.
  snap: u32,
  reach: u32,
  // Sixteen times the levels.
  level: f32,
  separator: f32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       places: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override AXIS: u32;
override HAS_SEPARATOR: u32;
const BLOCK = 8u;
const LONGEST = 1023u;

struct Side { face: u32, beyond: u32, separator: u32 }

fn is_copper(value: vec2f) -> bool { return value.y != 0.0 && value.x >= params.level; }

// Where a line through two rows, one step apart, has a level: bits of an f32. The first value reaches it.
fn crossing(row: u32, step: i32, value: f32, next: vec2f, level: f32) -> u32 {
  var part = 0.5;
  if (next.y != 0.0) { part = (value - level) / (value - next.x); }
  return bitcast<u32>(f32(row) + f32(step) * part);
}

// Follows a column from a row in the foil to one side.
fn follow(u: u32, v: u32, start: u32, step: i32) -> Side {
  let rows = by_column(params.src.volume_size).z;
  let room = select(start, rows - 1u - start, step > 0);
  let last = min(room, params.reach);
  var side = Side(NONE, NONE, NONE);
  var at = start;
  var own = nine_columns(u, v, at);
  var i = 0u;
  loop {
    if (i == last) { return side; }
    i++;
    let next = nine_columns(u, v, u32(i32(at) + step));
    if (!is_copper(next)) {
      side.face = crossing(at, step, own.x, next, params.level);
      at = u32(i32(at) + step);
      own = next;
      break;
    }
    at = u32(i32(at) + step);
    own = next;
  }
  var run = 0u;
  var longest = 1u;
  for (; i < last; i++) {
    let next_at = u32(i32(at) + step);
    let next = nine_columns(u, v, next_at);
    run = select(0u, min(run + 1u, LONGEST), is_copper(next));
    if (run > longest) {
      longest = run;
      side.beyond = bitcast<u32>(f32(1024u * select(next_at, next_at + 1u - run, step > 0) + run));
    }
    if (HAS_SEPARATOR != 0u && side.separator == NONE && own.y != 0.0 && own.x >= params.separator) {
      if (next.y != 0.0 && next.x < params.separator) {
        side.separator = crossing(at, step, own.x, next, params.separator);
      }
    }
    at = next_at;
    own = next;
  }
  return side;
}

// One invocation owns one column; those beside each other read the same voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= column_count()) { return; }
  let column = column_at(index);
  let place = places[(column.y / BLOCK) * params.blocks + column.x / BLOCK];
  let rows = by_column(params.src.volume_size).z;
  var lower = Side(NONE, NONE, NONE);
  var upper = lower;
  for (var i = 0u; i <= 2u * params.snap; i++) {
    // 0, +1, −1, +2, −2, …
    let away = (i + 1u) / 2u;
    let up = (i & 1u) == 1u;
    if (select(away > place, place + away >= rows, up)) { continue; }
    let start = select(place - away, place + away, up);
    if (!is_copper(nine_columns(column.x, column.y, start))) { continue; }
    lower = follow(column.x, column.y, start, -1);
    upper = follow(column.x, column.y, start, 1);
    break;
  }
  write_row(column, 0u, lower.face);
  write_row(column, 1u, upper.face);
  write_row(column, 2u, lower.beyond);
  write_row(column, 3u, upper.beyond);
  write_row(column, 4u, lower.separator);
  write_row(column, 5u, upper.separator);
}
