// Extremum over a ball that reaches at most 4 voxels along every axis: the greatest value (with flipped keys the least)
// of its rows, whose windows along x are made in registers, slice by slice along z; written for the rows of one ball.
#import grid
#import quad
#import quad_place
#import extremum_row
#import march
// `flip` turns keys over where the least value is sought: least is greatest among flipped keys.
struct Params { src: Grid, dst: Grid, border_raw: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
override CONSTANT: u32;
// Slices that an invocation owns.
const BLOCK = 32u; // export BALL_BLOCK

// A quad of a row and its neighbours.
struct Row { before: vec4u, own: vec4u, after: vec4u }

fn greater(a: Row, b: Row) -> Row {
  return Row(max(a.before, b.before), max(a.own, b.own), max(a.after, b.after));
}

fn windows(row: Row, half: u32) -> vec4u { return near_windows(row.before, row.own, row.after, half); }

// The column in the source of the invocation's quads, which voxels of those before and behind them are in the volume,
// and the key of those that are not: the constant's, or one that never wins.
var<private> column: u32;
var<private> before_inside: vec4<bool>;
var<private> own_inside: vec4<bool>;
var<private> after_inside: vec4<bool>;
var<private> outside: vec4u;

fn quad_at(word: u32, inside: vec4<bool>) -> vec4u {
  let shift = lane_shift(DTYPE);
  var words = vec4u(src[word], 0u, 0u, 0u);
  if (shift == 1u) { words.y = src[word + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, src[word + 1u], src[word + 2u], src[word + 3u]); }
  return select(outside, unpack_quad(turn_words(words, DTYPE, params.flip), DTYPE), inside);
}

// The quad of row y of slice z, global, and its neighbours.
fn row_at(y: i32, z: i32) -> Row {
  let wanted = vec2i(y, z) - vec2i(params.src.origin.yz);
  let near = vec2u(clamp(wanted, vec2i(), vec2i(params.src.size.yz) - 1));
  let word = near.x * params.src.row_words + near.y * params.src.slice_words + column;
  // A row outside stands for the constant; else for the last one, which is in every window that reaches beyond it.
  let used = vec4<bool>(CONSTANT == 0u || all(vec2i(near) == wanted));
  let step = 1u << quad_word_shift(DTYPE);
  return Row(quad_at(word - step, used & before_inside), quad_at(word, used & own_inside),
             quad_at(word + step, used & after_inside));
}

// Stores the quad at `at` of the region.
fn store(at: vec3u, keys: vec4u) {
  let shift = lane_shift(DTYPE);
  let packed = keep_words(turn_back(pack_quad(keys, DTYPE), DTYPE, params.flip), params.dst.size.x - at.x, DTYPE);
  let word = at.y * params.dst.row_words + at.z * params.dst.slice_words + (at.x >> shift);
  let words = params.dst.row_words - (at.x >> shift);
  dst[word] = packed.x;
  if (shift == 2u) { return; }
  if (words > 1u) { dst[word + 1u] = packed.y; }
  if (shift == 1u) { return; }
  if (words > 2u) { dst[word + 2u] = packed.z; }
  if (words > 3u) { dst[word + 3u] = packed.w; }
}

// An invocation owns a quad, and marches along z: every row is loaded once for all of the discs that it is in, and a
// slice's discs go into the extrema of the slices that are in reach, which registers hold.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  var at = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  at.z *= BLOCK;
  if (at.z >= params.dst.size.z) { return; }
  let p = vec3i(params.dst.origin + at);
  let place = vec4i(p.x) + vec4i(0, 1, 2, 3);
  let end = vec4i(i32(params.src.volume_size.x));
  column = (params.dst.origin.x + at.x - params.src.origin.x) >> lane_shift(DTYPE);
  before_inside = place >= vec4i(4);
  own_inside = place < end;
  after_inside = place + 4 < end;
  if (CONSTANT == 1u) {
    outside = unpack_quad(turn_words(pack_quad(vec4u(params.border_raw), DTYPE), DTYPE, params.flip), DTYPE);
  }
  march(at, p, min(BLOCK, params.dst.size.z - at.z));
}
