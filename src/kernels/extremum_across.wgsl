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
// The radius where it is 1 or 2; 3 for all larger ones.
const FAR = 3u;
override NEAR: u32;
// 1: along y; 2: along z.
override AXIS: u32;
// Quads along the axis that one invocation owns.
override BLOCK: u32;

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

// Radius 1 and 2, walking along the axis: a window is made of pairs of neighbours and the quad that enters.
fn walk(column: u32, i: i32, word: u32, stride: u32, stored: u32, words: u32, lanes: u32, place: i32) {
  let r = i32(NEAR);
  var last = keys_at(column, i + r - 1);
  // Pairs that start at k − 2 … k, of which radius 1 takes the one at k − 1 only.
  var pair0 = vec4u();
  var pair1 = max(keys_at(column, i - 1), keys_at(column, i));
  var pair2 = vec4u();
  if (NEAR == 2u) {
    pair0 = max(keys_at(column, i - 2), keys_at(column, i - 1));
    pair2 = max(keys_at(column, i), last);
  }
  for (var k = 0; k < i32(BLOCK); k++) {
    let next = keys_at(column, i + k + r);
    let pair = max(last, next);
    let found = select(max(pair1, next), max(max(pair0, pair2), next), NEAR == 2u);
    if (u32(k) < stored) {
      store(word + u32(k) * stride, words, lanes, with_border(found, place + k));
    }
    if (NEAR == 2u) {
      pair0 = pair1;
      pair1 = pair2;
      pair2 = pair;
    } else {
      pair1 = pair;
    }
    last = next;
  }
}

// Larger radii, four quads: Gil and Werman's sharing. All four windows hold the core; what each has before it
// are extrema from its end, what it has after it extrema from its start.
fn share(column: u32, i: i32, word: u32, stride: u32, stored: u32, words: u32, lanes: u32, place: i32) {
  let r = i32(params.radius);
  var core = keys_at(column, i + r);
  for (var j = i + 3 - r; j < i + r; j++) { core = max(core, keys_at(column, j)); }
  let before2 = keys_at(column, i + 2 - r);
  let before1 = max(before2, keys_at(column, i + 1 - r));
  let before0 = max(before1, keys_at(column, i - r));
  let after1 = keys_at(column, i + r + 1);
  let after2 = max(after1, keys_at(column, i + r + 2));
  let after3 = max(after2, keys_at(column, i + r + 3));
  store(word, words, lanes, with_border(max(core, before0), place));
  if (stored > 1u) {
    store(word + stride, words, lanes, with_border(max(core, max(before1, after1)), place + 1));
  }
  if (stored > 2u) {
    store(word + 2u * stride, words, lanes, with_border(max(core, max(before2, after2)), place + 2));
  }
  if (stored > 3u) { store(word + 3u * stride, words, lanes, with_border(max(core, after3), place + 3)); }
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
  let words = params.dst.row_words - (at.x >> shift);
  let lanes = params.dst.size.x - at.x;
  let word = at.z * params.dst.slice_words + at.y * params.dst.row_words + (at.x >> shift);
  if (NEAR < FAR) {
    walk(column, i, word, stride, stored, words, lanes, i32(p[AXIS]));
  } else {
    share(column, i, word, stride, stored, words, lanes, i32(p[AXIS]));
  }
}
