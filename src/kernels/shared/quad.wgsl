#import voxel
#import median_key
// Quads: four voxels in a row as a vector. A quad that starts at a multiple of four lies in one word
// of 8-bit, two of 16-bit or four of 32-bit voxels; unused components of `words` may hold anything.

// Words that a quad takes, as log2.
fn quad_word_shift(dtype: u32) -> u32 {
  return 2u - lane_shift(dtype);
}

// The bits of four voxels, each in the low end of its component.
fn unpack_quad(words: vec4u, dtype: u32) -> vec4u {
  let shift = lane_shift(dtype);
  if (shift == 2u) {
    return vec4u(words.x & 0xffu, (words.x >> 8u) & 0xffu, (words.x >> 16u) & 0xffu, words.x >> 24u);
  }
  if (shift == 1u) {
    return vec4u(words.x & 0xffffu, words.x >> 16u, words.y & 0xffffu, words.y >> 16u);
  }
  return words;
}

// Undoes unpack_quad; bits above those of the dtype must be zero.
fn pack_quad(raw: vec4u, dtype: u32) -> vec4u {
  let shift = lane_shift(dtype);
  if (shift == 2u) {
    return vec4u(raw.x | (raw.y << 8u) | (raw.z << 16u) | (raw.w << 24u), 0u, 0u, 0u);
  }
  if (shift == 1u) { return vec4u(raw.x | (raw.y << 16u), raw.z | (raw.w << 16u), 0u, 0u); }
  return raw;
}

// The bits with those of lanes at and behind `count` cleared.
fn keep_lanes(raw: vec4u, count: u32) -> vec4u {
  return select(vec4u(), raw, vec4u(0u, 1u, 2u, 3u) < vec4u(count));
}

// median_key of four voxels.
fn quad_keys(raw: vec4u, dtype: u32) -> vec4u {
  if (dtype == F32) {
    let negative = (raw & vec4u(0x80000000u)) != vec4u();
    let key = raw ^ select(vec4u(0x80000000u), vec4u(0xffffffffu), negative);
    return select(key, vec4u(0xffc00000u), (raw & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));
  }
  return raw ^ vec4u(raw_to_key(0u, dtype));
}

// key_to_raw of four voxels.
fn quad_raws(keys: vec4u, dtype: u32) -> vec4u {
  if (dtype == F32) {
    let negative = (keys & vec4u(0x80000000u)) == vec4u();
    return keys ^ select(vec4u(0x80000000u), vec4u(0xffffffffu), negative);
  }
  return keys ^ vec4u(raw_to_key(0u, dtype));
}

// raw_to_f32 of four voxels.
fn quad_floats(raw: vec4u, dtype: u32) -> vec4f {
  return vec4f(raw_to_f32(raw.x, dtype), raw_to_f32(raw.y, dtype), raw_to_f32(raw.z, dtype),
               raw_to_f32(raw.w, dtype));
}

// The words of a quad with its voxels' bits turned into keys in place, and turned over where `flip` is all
// ones. Cheaper than on unpacked voxels: one operation for all of a word.
fn turn_words(words: vec4u, dtype: u32, flip: u32) -> vec4u {
  if (dtype == F32) { return quad_keys(words, dtype) ^ vec4u(flip); }
  let bits = lane_bits(dtype);
  let sign = raw_to_key(0u, dtype);
  var signs = sign;
  if (bits < 32u) { signs |= signs << 16u; }
  if (bits < 16u) { signs |= signs << 8u; }
  return words ^ vec4u(signs ^ flip);
}

// Undoes turn_words.
fn turn_back(words: vec4u, dtype: u32, flip: u32) -> vec4u {
  if (dtype == F32) { return quad_raws(words ^ vec4u(flip), dtype); }
  return turn_words(words, dtype, flip);
}

// The words of a quad with the lanes at and behind `count` cleared.
fn keep_words(words: vec4u, count: u32, dtype: u32) -> vec4u {
  if (lane_shift(dtype) == 2u) { return words & vec4u(lanes_mask(min(count, 4u), dtype)); }
  if (lane_shift(dtype) == 1u) {
    let left = lanes_mask(min(count, 2u), dtype);
    return words & vec4u(left, lanes_mask(clamp(count, 2u, 4u) - 2u, dtype), 0u, 0u);
  }
  return select(vec4u(), words, vec4u(0u, 1u, 2u, 3u) < vec4u(count));
}
