// Running extremum (van Herk, Gil and Werman) along x: the greatest value (with flipped keys the least) of a window of
// 2·radius + 1 voxels; 16 voxels per invocation.
#import grid
#import quad
#import extremum_row
// `flip` turns keys over where the least value is sought: least is greatest among flipped keys.
struct Params { src: Grid, dst: Grid, radius: u32, border_raw: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
override CONSTANT: u32;
// The radius where it is at most 4; FAR for all larger ones.
override NEAR: u32;
const FAR = 5u;

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

// Lanes outside the volume never win.
fn inside(keys: vec4u, x: i32) -> vec4u {
  let n = i32(params.src.volume_size.x);
  if (x >= 0 && x + 3 < n) { return keys; }
  let place = vec4i(x) + vec4i(0, 1, 2, 3);
  return select(vec4u(), keys, (place >= vec4i(0)) & (place < vec4i(n)));
}

// Keys of the voxels x … x + 3 (global) of the row that starts at a word; x is a multiple of four.
fn aligned_at(row: u32, x: i32) -> vec4u {
  let shift = lane_shift(DTYPE);
  let w = row + bitcast<u32>((x - i32(params.src.origin.x)) >> shift);
  var words = vec4u(src[w], 0u, 0u, 0u);
  if (shift == 1u) { words.y = src[w + 1u]; }
  if (shift == 0u) { words = vec4u(words.x, src[w + 1u], src[w + 2u], src[w + 3u]); }
  return inside(keys_of(words), x);
}

// As aligned_at for any x.
fn keys_at(row: u32, x: i32) -> vec4u {
  let shift = lane_shift(DTYPE);
  let at = x - i32(params.src.origin.x);
  let w = row + bitcast<u32>(at >> shift);
  let skip = u32(at & i32((1u << shift) - 1u)) * lane_bits(DTYPE);
  var words = vec4u(src[w], 0u, 0u, 0u);
  if (shift == 2u) {
    if (skip > 0u) { words.x = (words.x >> skip) | (src[w + 1u] << (32u - skip)); }
  } else if (shift == 1u) {
    words.y = src[w + 1u];
    if (skip > 0u) {
      words = vec4u((words.x >> 16u) | (words.y << 16u), (words.y >> 16u) | (src[w + 2u] << 16u), 0u, 0u);
    }
  } else {
    words = vec4u(words.x, src[w + 1u], src[w + 2u], src[w + 3u]);
  }
  return inside(keys_of(words), x);
}

// Windows of a quad with a radius above 4.
fn far_windows(row: u32, x: i32) -> vec4u {
  let r = i32(params.radius);
  var core = keys_at(row, x + 3 - r);
  // The last quad of the core overlaps the one before it.
  for (var i = 7 - r; i < r + 1; i += 4) { core = max(core, keys_at(row, x + min(i, r - 3))); }
  return joined(keys_at(row, x - r), core, keys_at(row, x + r));
}

// Stores the quad at `left` of the region's row that starts at a word.
fn store(row: u32, left: u32, keys: vec4u) {
  if (left >= params.dst.size.x) { return; }
  var found = keys;
  if (CONSTANT == 1u) {
    let place = vec4u(params.dst.origin.x + left) + vec4u(0u, 1u, 2u, 3u);
    let r = vec4u(params.radius);
    let crosses = (place < r) | (place + r >= vec4u(params.dst.volume_size.x));
    found = select(found, max(found, border_key()), crosses);
  }
  let shift = lane_shift(DTYPE);
  let packed = words_of(found, params.dst.size.x - left);
  let word = row + (left >> shift);
  let words = params.dst.row_words - (left >> shift);
  dst[word] = packed.x;
  if (shift == 2u) { return; }
  if (words > 1u) { dst[word + 1u] = packed.y; }
  if (shift == 1u) { return; }
  if (words > 2u) { dst[word + 2u] = packed.z; }
  if (words > 3u) { dst[word + 3u] = packed.w; }
}

// One invocation owns four quads in a row.
@compute @workgroup_size(4, 16, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let at = vec3u(id.x << 4u, id.yz);
  if (any(at >= params.dst.size)) { return; }
  let p = params.dst.origin + at;
  let row = word_index(params.src, vec3u(params.src.origin.x, p.yz), 0u);
  let to = at.y * params.dst.row_words + at.z * params.dst.slice_words;
  let x = i32(p.x);
  if (NEAR < FAR) {
    var a = aligned_at(row, x - 4);
    var b = aligned_at(row, x);
    for (var i = 0; i < 16; i += 4) {
      let c = aligned_at(row, x + i + 4);
      store(to, at.x + u32(i), near_windows(a, b, c, NEAR));
      a = b;
      b = c;
    }
  } else {
    for (var i = 0; i < 16; i += 4) { store(to, at.x + u32(i), far_windows(row, x + i)); }
  }
}
