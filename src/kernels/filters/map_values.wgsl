// Point-wise function of each value, a quad per invocation. Clip: keys to `lo` … `hi`. Mirror: `lo` − v, as bits.
// Linear: (v − start) · gain + offset in f32, kept between `least` and `most`; `dst` is f32.
#import grid
#import quad_place
#import quad
struct Params {
  src: Grid, dst: Grid, lo: u32, hi: u32, start: f32, gain: f32, offset: f32, least: f32, most: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;
// As MAP_CODE in map_values.ts.
override MODE: u32;

fn clipped(raw: vec4u) -> vec4u {
  let keys = clamp(quad_keys(raw, SRC_DTYPE), vec4u(params.lo), vec4u(params.hi));
  return quad_raws(keys, SRC_DTYPE);
}

fn mirrored(raw: vec4u) -> vec4u {
  if (SRC_DTYPE == F32) {
    return bitcast<vec4u>(vec4f(bitcast<f32>(params.lo)) - bitcast<vec4f>(raw));
  }
  return extractBits(vec4u(params.lo) - raw, 0u, lane_bits(SRC_DTYPE));
}

fn scaled(raw: vec4u) -> vec4u {
  var value = (quad_floats(raw, SRC_DTYPE) - params.start) * params.gain + params.offset;
  // A span of one value: infinities times zero would be NaN.
  if (params.gain == 0.0) { value = vec4f(params.offset); }
  return bitcast<vec4u>(clamp(value, vec4f(params.least), vec4f(params.most)));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = quad_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (at.z >= params.dst.size.z) { return; }

  let src_shift = lane_shift(SRC_DTYPE);
  let w = word_index(params.src, params.dst.origin + at, src_shift);
  var words = vec4u(src[w], 0u, 0u, 0u);
  if (src_shift == 1u) { words.y = src[w + 1u]; }
  if (src_shift == 0u) { words = vec4u(words.x, src[w + 1u], src[w + 2u], src[w + 3u]); }
  let raw = unpack_quad(words, SRC_DTYPE);
  var found = vec4u();
  switch MODE {
    case 0u: { found = clipped(raw); }
    case 1u: { found = mirrored(raw); }
    default: { found = scaled(raw); }
  }
  if (SRC_DTYPE == F32) {
    found = select(found, vec4u(0x7fc00000u), (raw & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));
  }

  let shift = lane_shift(DST_DTYPE);
  words = pack_quad(keep_lanes(found, params.dst.size.x - at.x), DST_DTYPE);
  let word = word_index(params.dst, params.dst.origin + at, shift);
  let words_left = min(1u << quad_word_shift(DST_DTYPE), params.dst.row_words - (at.x >> shift));
  for (var i = 0u; i < words_left; i++) { dst[word + i] = words[i]; }
}
