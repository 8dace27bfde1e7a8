// Running extremum as `extremumX` for radii up to 4, of whole rows of the volume that are whole vectors of four words;
// two vectors per invocation.
#import grid
#import quad
#import extremum_row
// `flip` turns keys over where the least value is sought: least is greatest among flipped keys.
struct Params { src: Grid, dst: Grid, radius: u32, border_raw: u32, flip: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
// 1 where a constant lies outside the volume. 'reflect' and 'nearest' only repeat voxels of
// the window, so that it is merely cut off there.
override CONSTANT: u32;
override NEAR: u32;

// Vectors of four words that an invocation owns.
const EACH = 2u;

// A quad of keys of a vector of turned words.
fn quad(words: vec4u, i: u32) -> vec4u {
  let shift = lane_shift(DTYPE);
  if (shift == 2u) { return unpack_quad(vec4u(words[i], 0u, 0u, 0u), DTYPE); }
  if (shift == 1u) { return unpack_quad(select(words.xyxy, words.zwzw, i == 1u), DTYPE); }
  return words;
}

// The windows of the quad b, whose first voxel is x, packed.
fn found(a: vec4u, b: vec4u, c: vec4u, x: u32) -> vec4u {
  var keys = near_windows(a, b, c, NEAR);
  if (CONSTANT == 1u) {
    let border = unpack_quad(turn_words(pack_quad(vec4u(params.border_raw), DTYPE), DTYPE, params.flip), DTYPE);
    let place = vec4u(x) + vec4u(0u, 1u, 2u, 3u);
    let crosses = (place < vec4u(NEAR)) | (place + vec4u(NEAR) >= vec4u(params.src.size.x));
    keys = select(keys, max(keys, border), crosses);
  }
  return pack_quad(keys, DTYPE);
}

// Those of a vector between two quads.
fn windows(before: vec4u, words: vec4u, after: vec4u, x: u32) -> vec4u {
  let shift = lane_shift(DTYPE);
  if (shift == 0u) { return found(before, words, after, x); }
  let a = quad(words, 0u);
  let b = quad(words, 1u);
  if (shift == 1u) { return vec4u(found(before, a, b, x).xy, found(a, b, after, x + 4u).xy); }
  let c = quad(words, 2u);
  let d = quad(words, 3u);
  return vec4u(found(before, a, b, x).x, found(a, b, c, x + 4u).x, found(b, c, d, x + 8u).x, found(c, d, after, x + 12u).x);
}

// As extremum_x for radii up to 4, of whole rows of whole vectors of four words. One invocation owns two vectors in a
// row.
@compute @workgroup_size(4, 16, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let n = params.src.row_words >> 2u;
  let v = EACH * id.x;
  if (v >= n || id.y >= params.dst.size.y || id.z >= params.dst.size.z) { return; }
  let p = params.dst.origin.yz + id.yz - params.src.origin.yz;
  let row = (p.x * params.src.row_words + p.y * params.src.slice_words) >> 2u;
  let shift = lane_shift(DTYPE);
  // Voxels outside never win.
  var before = quad(turn_words(src[row + max(v, 1u) - 1u], DTYPE, params.flip), (1u << shift) - 1u);
  if (v == 0u) { before = vec4u(); }
  let a = turn_words(src[row + v], DTYPE, params.flip);
  let b = turn_words(src[row + min(v + 1u, n - 1u)], DTYPE, params.flip);
  var after = quad(turn_words(src[row + min(v + 2u, n - 1u)], DTYPE, params.flip), 0u);
  if (v + 2u >= n) { after = vec4u(); }
  var middle = quad(b, 0u);
  if (v + 1u >= n) { middle = vec4u(); }
  let to = (id.y * params.dst.row_words + id.z * params.dst.slice_words) >> 2u;
  let x = v << (2u + shift);
  dst[to + v] = turn_back(windows(before, a, middle, x), DTYPE, params.flip);
  if (v + 1u < n) {
    dst[to + v + 1u] = turn_back(windows(quad(a, (1u << shift) - 1u), b, after, x + (4u << shift)), DTYPE, params.flip);
  }
}
