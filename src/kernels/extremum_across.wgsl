#import grid
#import quad
// `flip` turns keys over where the least value is sought: least is greatest among flipped keys.
// `constant` is 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
struct Params { src: Grid, dst: Grid, radius: u32, border_raw: u32, constant: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where the radius is 1.
override NARROW: u32;
// 1: along y; 2: along z.
override AXIS: u32;
const BLOCK = 4u;

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

// Stores a quad of keys, of which only lanes within the region are kept.
fn store(word: u32, words: u32, lanes: u32, keys: vec4u) {
  let packed = words_of(keys, lanes);
  dst[word] = packed.x;
  if (lane_shift(DTYPE) == 2u) { return; }
  if (words > 1u) { dst[word + 1u] = packed.y; }
  if (lane_shift(DTYPE) == 1u) { return; }
  if (words > 2u) { dst[word + 2u] = packed.z; }
  if (words > 3u) { dst[word + 3u] = packed.w; }
}

// The constant joins the windows that reach outside.
fn with_border(keys: vec4u, place: i32) -> vec4u {
  let r = i32(params.radius);
  if (params.constant == 1u && (place < r || place + r >= i32(params.dst.volume_size[AXIS]))) {
    return max(keys, border_key());
  }
  return keys;
}

// One invocation owns four quads along the axis. Gil and Werman's sharing: all four windows hold the
// core; what each has before it are extrema from its end, what it has after it extrema from its start.
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
  let r = i32(params.radius);

  var found0: vec4u;
  var found1: vec4u;
  var found2: vec4u;
  var found3: vec4u;
  if (NARROW == 1u) {
    let e0 = keys_at(column, i);
    let e1 = keys_at(column, i + 1);
    let e2 = keys_at(column, i + 2);
    let e3 = keys_at(column, i + 3);
    let low = max(e0, e1);
    let high = max(e2, e3);
    found0 = max(low, keys_at(column, i - 1));
    found1 = max(low, e2);
    found2 = max(e1, high);
    found3 = max(high, keys_at(column, i + 4));
  } else {
    var core = keys_at(column, i + r);
    for (var j = i + 3 - r; j < i + r; j++) { core = max(core, keys_at(column, j)); }
    let before2 = keys_at(column, i + 2 - r);
    let before1 = max(before2, keys_at(column, i + 1 - r));
    let before0 = max(before1, keys_at(column, i - r));
    let after1 = keys_at(column, i + r + 1);
    let after2 = max(after1, keys_at(column, i + r + 2));
    let after3 = max(after2, keys_at(column, i + r + 3));
    found0 = max(core, before0);
    found1 = max(core, max(before1, after1));
    found2 = max(core, max(before2, after2));
    found3 = max(core, after3);
  }

  let stride = select(params.dst.slice_words, params.dst.row_words, AXIS == 1u);
  let stored = params.dst.size[AXIS] - at[AXIS];
  let words = params.dst.row_words - (at.x >> shift);
  let lanes = params.dst.size.x - at.x;
  let word = at.z * params.dst.slice_words + at.y * params.dst.row_words + (at.x >> shift);
  let place = i32(p[AXIS]);
  store(word, words, lanes, with_border(found0, place));
  if (stored > 1u) { store(word + stride, words, lanes, with_border(found1, place + 1)); }
  if (stored > 2u) { store(word + 2u * stride, words, lanes, with_border(found2, place + 2)); }
  if (stored > 3u) { store(word + 3u * stride, words, lanes, with_border(found3, place + 3)); }
}
