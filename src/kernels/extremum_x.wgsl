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

fn better(a: vec4u, b: vec4u) -> vec4u {
  if (LEAST == 1u) { return min(a, b); }
  return max(a, b);
}

// Keys of the voxels x … x + 3 (global) of the row that starts at a word. What lies outside the volume
// never wins.
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
  let keys = quad_keys(unpack_quad(words, DTYPE), DTYPE);
  let n = i32(params.src.volume_size.x);
  if (x >= 0 && x + 3 < n) { return keys; }
  let place = vec4i(x) + vec4i(0, 1, 2, 3);
  let inside = (place >= vec4i(0)) & (place < vec4i(n));
  return select(vec4u(select(0u, 0xffffffffu, LEAST == 1u)), keys, inside);
}

// One invocation owns a quad. All four windows share the core 3 − r … r; the first quad of the
// windows adds what is left of it, the last one what is right of it.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let at = vec3u(id.x << 2u, id.yz);
  if (any(at >= params.dst.size)) { return; }
  let p = params.dst.origin + at;
  let row = word_index(params.src, vec3u(params.src.origin.x, p.yz), 0u);
  let x = i32(p.x);
  let r = i32(params.radius);

  let first = keys_at(row, x - r);
  var found = first;
  if (r == 1) {
    found = better(better(first, keys_at(row, x)), keys_at(row, x + 1));
  } else if (r > 1) {
    let last = keys_at(row, x + r);
    if (r > 2) {
      var core = keys_at(row, x + 3 - r);
      // The last quad of the core overlaps the one before it.
      for (var i = 7 - r; i < r + 1; i += 4) { core = better(core, keys_at(row, x + min(i, r - 3))); }
      core = better(core, core.zwxy);
      found = better(core, core.yxwz);
    } else {
      found = better(first.wwww, last.xxxx);
    }
    let after = better(first, first.yzww);
    let before = better(last, last.xxyz);
    found = better(found, better(better(after, after.zwww), better(before, before.xxxy)));
  }
  if (CONSTANT_BORDER == 1u) {
    let place = vec4i(x) + vec4i(0, 1, 2, 3);
    let crosses = (place < vec4i(r)) | (place + vec4i(r) >= vec4i(i32(params.dst.volume_size.x)));
    found = select(found, better(found, quad_keys(vec4u(params.border_raw), DTYPE)), crosses);
  }

  let shift = lane_shift(DTYPE);
  let packed = pack_quad(keep_lanes(quad_raws(found, DTYPE), params.dst.size.x - at.x), DTYPE);
  let word = at.z * params.dst.slice_words + at.y * params.dst.row_words + (at.x >> shift);
  let words = params.dst.row_words - (at.x >> shift);
  dst[word] = packed.x;
  if (shift == 2u) { return; }
  if (words > 1u) { dst[word + 1u] = packed.y; }
  if (shift == 1u) { return; }
  if (words > 2u) { dst[word + 2u] = packed.z; }
  if (words > 3u) { dst[word + 3u] = packed.w; }
}
