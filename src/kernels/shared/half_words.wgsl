// Two reduced-precision floats in a word, each the upper half of an f32 (bfloat16), rounded: 8 bits of precision over
// the whole range.

fn packed(first: f32, second: f32) -> u32 {
  return ((bitcast<u32>(first) + 0x8000u) >> 16u) | ((bitcast<u32>(second) + 0x8000u) & 0xffff0000u);
}

fn unpacked(word: u32) -> vec2f {
  return vec2f(bitcast<f32>(word << 16u), bitcast<f32>(word & 0xffff0000u));
}
