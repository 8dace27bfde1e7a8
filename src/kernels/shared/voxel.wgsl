// Voxels packed in words, and their order-preserving keys: pure functions of values. Codes are those of DTYPES in
// dtype.ts.
const U8 = 0u;
const I8 = 1u;
const U16 = 2u;
const I16 = 3u;
const U32 = 4u;
const I32 = 5u;
const F32 = 6u;
const BIT = 7u;

// log2 of the voxels per word.
fn lane_shift(dtype: u32) -> u32 {
  if (dtype == BIT) { return 5u; }
  if (dtype <= I8) { return 2u; }
  if (dtype <= I16) { return 1u; }
  return 0u;
}

// Bits of one voxel.
fn lane_bits(dtype: u32) -> u32 {
  return 32u >> lane_shift(dtype);
}

// The bits of one voxel of a word, in the low end.
fn lane_raw(word: u32, lane: u32, dtype: u32) -> u32 {
  let bits = lane_bits(dtype);
  return extractBits(word, lane * bits, bits);
}

// A voxel's bits at its place in a word.
fn lane_place(raw: u32, lane: u32, dtype: u32) -> u32 {
  let bits = lane_bits(dtype);
  return insertBits(0u, raw, lane * bits, bits);
}

// A mask of the bits of the first `count` voxels of a word.
fn lanes_mask(count: u32, dtype: u32) -> u32 {
  let bits = count * lane_bits(dtype);
  return select((1u << (bits & 31u)) - 1u, 0xffffffffu, bits >= 32u);
}

// The value of a voxel's bits as an integer; of signed dtypes with its sign. Not for f32.
fn raw_to_i32(raw: u32, dtype: u32) -> i32 {
  if (dtype == I8) { return extractBits(i32(raw), 0u, 8u); }
  if (dtype == I16) { return extractBits(i32(raw), 0u, 16u); }
  return i32(raw);
}

// The value of a voxel's bits as a float; integers beyond 2^24 are rounded.
fn raw_to_f32(raw: u32, dtype: u32) -> f32 {
  if (dtype == F32) { return bitcast<f32>(raw); }
  if (dtype == I8 || dtype == I16 || dtype == I32) { return f32(raw_to_i32(raw, dtype)); }
  return f32(raw);
}

// NaN is told by its bits: some compilers assume that floats are never NaN.
fn raw_is_nan(raw: u32, dtype: u32) -> bool {
  return dtype == F32 && (raw & 0x7fffffffu) > 0x7f800000u;
}

// An unsigned integer that orders as the values do. For f32: −Inf < … < −0 < +0 < … < +Inf, and NaN
// above (or, with its sign bit set, below) all of them.
fn raw_to_key(raw: u32, dtype: u32) -> u32 {
  if (dtype == F32) {
    return raw ^ select(0x80000000u, 0xffffffffu, (raw & 0x80000000u) != 0u);
  }
  if (dtype == I8) { return raw ^ 0x80u; }
  if (dtype == I16) { return raw ^ 0x8000u; }
  if (dtype == I32) { return raw ^ 0x80000000u; }
  return raw;
}

// Undoes raw_to_key.
fn key_to_raw(key: u32, dtype: u32) -> u32 {
  if (dtype == F32) {
    return key ^ select(0xffffffffu, 0x80000000u, (key & 0x80000000u) != 0u);
  }
  if (dtype == I8) { return key ^ 0x80u; }
  if (dtype == I16) { return key ^ 0x8000u; }
  if (dtype == I32) { return key ^ 0x80000000u; }
  return key;
}
