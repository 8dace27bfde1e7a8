// Running extremum (van Herk, Gil and Werman) along y or z: the greatest value (with flipped keys the least) of a
// window of 2·radius + 1 voxels; grey dilation and erosion by boxes. An invocation owns a column of BLOCK quads: 4, or
// for radius 1 and 2 any number.
#import grid
#import quad
#import extremum_windows
// `flip` turns keys over where the least value is sought: least is greatest among flipped keys.
struct Params { src: Grid, dst: Grid, radius: u32, border_raw: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
override CONSTANT: u32;
override NEAR: u32;
// 1: along y; 2: along z.
override AXIS: u32;
// Quads along the axis that one invocation owns.
override BLOCK: u32;

alias Keys = vec4u;

fn most(a: Keys, b: Keys) -> Keys {
  return max(a, b);
}

// Keys of the voxels in a quad's words.
fn keys_of(words: vec4u) -> vec4u {
  return unpack_quad(turn_words(words, DTYPE, params.flip), DTYPE);
}

// The words of a quad of keys, of which `count` lanes are kept.
fn words_of(keys: vec4u, count: u32) -> vec4u {
  return keep_words(turn_back(pack_quad(keys, DTYPE), DTYPE, params.flip), count, DTYPE);
}

// The key of the constant outside.
fn border_key() -> vec4u {
  return keys_of(pack_quad(vec4u(params.border_raw), DTYPE));
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
  return keys_of(words);
}

// What the region has from the invocation's column on.
var<private> words: u32;
var<private> lanes: u32;

// Stores a quad of keys, of which only lanes within the region are kept.
fn store(word: u32, keys: vec4u) {
  let packed = words_of(keys, lanes);
  dst[word] = packed.x;
  if (lane_shift(DTYPE) == 2u) { return; }
  if (words > 1u) { dst[word + 1u] = packed.y; }
  if (lane_shift(DTYPE) == 1u) { return; }
  if (words > 2u) { dst[word + 2u] = packed.z; }
  if (words > 3u) { dst[word + 3u] = packed.w; }
}

@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var at = id;
  at.x <<= 2u;
  at[AXIS] *= BLOCK;
  if (any(at >= params.dst.size)) { return; }
  let p = params.dst.origin + at;
  let shift = lane_shift(DTYPE);
  var start = p;
  start[AXIS] = params.src.origin[AXIS];
  let column = word_index(params.src, start, shift);
  let i = i32(p[AXIS] - params.src.origin[AXIS]);
  let stride = select(params.dst.slice_words, params.dst.row_words, AXIS == 1u);
  let stored = params.dst.size[AXIS] - at[AXIS];
  words = params.dst.row_words - (at.x >> shift);
  lanes = params.dst.size.x - at.x;
  let word = at.z * params.dst.slice_words + at.y * params.dst.row_words + (at.x >> shift);
  windows(column, i, word, stride, stored, i32(p[AXIS]));
}
