// Running extremum as `extremumAcross`, for boxes that begin and end with those of the source along x, of rows of whole
// vectors of four words; a column of BLOCK vectors per invocation.
#import grid
#import quad
#import extremum_windows
struct Params { src: Grid, dst: Grid, radius: u32, border_raw: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
override CONSTANT: u32;
override NEAR: u32;
// 1: along y; 2: along z.
override AXIS: u32;
// Vectors along the axis that one invocation owns.
override BLOCK: u32;

// Keys of the voxels of four words, those of the lowest lanes first.
struct Keys { a: vec4u, b: vec4u, c: vec4u, d: vec4u }

fn most(x: Keys, y: Keys) -> Keys {
  var keys = Keys();
  keys.a = max(x.a, y.a);
  if (lane_shift(DTYPE) > 0u) { keys.b = max(x.b, y.b); }
  if (lane_shift(DTYPE) > 1u) {
    keys.c = max(x.c, y.c);
    keys.d = max(x.d, y.d);
  }
  return keys;
}

fn keys_of(words: vec4u) -> Keys {
  let turned = turn_words(words, DTYPE, params.flip);
  let shift = lane_shift(DTYPE);
  if (shift == 0u) { return Keys(turned, vec4u(), vec4u(), vec4u()); }
  if (shift == 1u) { return Keys(turned & vec4u(0xffffu), turned >> vec4u(16u), vec4u(), vec4u()); }
  return Keys(turned & vec4u(0xffu), (turned >> vec4u(8u)) & vec4u(0xffu), (turned >> vec4u(16u)) & vec4u(0xffu),
    turned >> vec4u(24u));
}

// The key of the constant outside.
fn border_key() -> Keys {
  return keys_of(pack_quad(vec4u(params.border_raw), DTYPE).xxxx);
}

// Keys of the vector of index i (in the source) along the axis, of the column that starts at a vector. An
// index outside stands for the end, which is in every window that reaches beyond it.
fn keys_at(column: u32, i: i32) -> Keys {
  let stride = select(params.src.slice_words, params.src.row_words, AXIS == 1u) >> 2u;
  return keys_of(src[column + u32(clamp(i, 0, i32(params.src.size[AXIS]) - 1)) * stride]);
}

fn store(at: u32, keys: Keys) {
  var words = keys.a;
  if (lane_shift(DTYPE) == 1u) { words |= keys.b << vec4u(16u); }
  if (lane_shift(DTYPE) == 2u) { words |= (keys.b << vec4u(8u)) | (keys.c << vec4u(16u)) | (keys.d << vec4u(24u)); }
  dst[at] = turn_back(words, DTYPE, params.flip);
}

// As extremum_across, for boxes that begin and end with those of the source along x, of rows of whole vectors of four
// words.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var at = id;
  at[AXIS] *= BLOCK;
  if (4u * at.x >= params.dst.row_words || at.y >= params.dst.size.y || at.z >= params.dst.size.z) { return; }
  let p = params.dst.origin + at;
  var start = p - params.src.origin;
  let i = i32(start[AXIS]);
  start[AXIS] = 0u;
  let column = ((start.z * params.src.slice_words + start.y * params.src.row_words) >> 2u) + at.x;
  let stride = select(params.dst.slice_words, params.dst.row_words, AXIS == 1u) >> 2u;
  let to = ((at.z * params.dst.slice_words + at.y * params.dst.row_words) >> 2u) + at.x;
  windows(column, i, to, stride, params.dst.size[AXIS] - at[AXIS], i32(p[AXIS]));
}
