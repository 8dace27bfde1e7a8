#import grid
#import quad
struct Params { src: Grid, dst: Grid, radius: u32, border_raw: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1: the least value of the window; 0: the greatest.
override LEAST: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' repeat voxels of the window, so
// that it is merely cut off at the border.
override CONSTANT_BORDER: u32;
// 1: along y; 2: along z.
override AXIS: u32;
override BLOCK: u32;
const MOST = 16u;

fn better(a: vec4u, b: vec4u) -> vec4u {
  if (LEAST == 1u) { return min(a, b); }
  return max(a, b);
}

// Keys of the quad of index i (in the source) along the axis, of the column that starts at a word. An
// index outside stands for the end, which is in every window that reaches beyond it.
fn keys_at(column: u32, i: i32) -> vec4u {
  let stride = select(params.src.slice_words, params.src.row_words, AXIS == 1u);
  let w = column + u32(clamp(i, 0, i32(params.src.size[AXIS]) - 1)) * stride;
  let shift = lane_shift(DTYPE);
  var words = vec4u(src[w], 0u, 0u, 0u);
  if (shift == 1u) { words.y = src[w + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, src[w + 1u], src[w + 2u], src[w + 3u]); }
  return quad_keys(unpack_quad(words, DTYPE), DTYPE);
}

// Gil and Werman's sharing of extrema, within a block of windows: all of them hold the core; what each
// has before it are extrema from its end, what it has after it extrema from its start.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  var blocks = params.dst.size;
  blocks.x = (blocks.x + 3u) >> 2u;
  blocks[AXIS] = (blocks[AXIS] + BLOCK - 1u) / BLOCK;
  let slice = blocks.x * blocks.y;
  if (index >= slice * blocks.z) { return; }
  let bz = index / slice;
  let by = (index - bz * slice) / blocks.x;
  var at = vec3u((index - bz * slice - by * blocks.x) << 2u, by, bz);
  at[AXIS] *= BLOCK;
  let p = params.dst.origin + at;
  let shift = lane_shift(DTYPE);
  var start = p;
  start[AXIS] = params.src.origin[AXIS];
  let column = word_index(params.src, start, shift);
  let i = i32(p[AXIS] - params.src.origin[AXIS]);
  let r = i32(params.radius);
  let block = i32(BLOCK);

  var core = keys_at(column, i + r);
  for (var j = i + block - 1 - r; j < i + r; j++) { core = better(core, keys_at(column, j)); }
  var before: array<vec4u, MOST>;
  before[BLOCK - 1u] = core;
  for (var k = 1u; k < BLOCK; k++) {
    let place = BLOCK - 1u - k;
    core = better(core, keys_at(column, i - r + i32(place)));
    before[place] = core;
  }

  let stride = select(params.dst.slice_words, params.dst.row_words, AXIS == 1u);
  let stored = min(BLOCK, params.dst.size[AXIS] - at[AXIS]);
  let row_end = params.dst.row_words - (at.x >> shift);
  let first = at.z * params.dst.slice_words + at.y * params.dst.row_words + (at.x >> shift);
  let n = i32(params.dst.volume_size[AXIS]);
  let constant = quad_keys(vec4u(params.border_raw), DTYPE);
  var found = before[0];
  var after = before[BLOCK - 1u];
  for (var k = 0u; k < BLOCK; k++) {
    if (k > 0u) { after = better(after, keys_at(column, i + r + i32(k))); }
    found = better(before[k], after);
    let place = i32(p[AXIS] + k);
    if (CONSTANT_BORDER == 1u && (place < r || place + r >= n)) { found = better(found, constant); }
    if (k < stored) {
      let kept = keep_lanes(quad_raws(found, DTYPE), params.dst.size.x - at.x);
      let words = pack_quad(kept, DTYPE);
      for (var word = 0u; word < 1u << quad_word_shift(DTYPE); word++) {
        if (word < row_end) { dst[first + k * stride + word] = words[word]; }
      }
    }
  }
}
