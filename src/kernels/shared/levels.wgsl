#import voxel
#import median_key
// Quantisation of values to levels 0 … 65535: of integers of up to 16 bits their order-preserving keys, of others (v −
// start) · gain, rounded.
fn level_of(raw: u32, dtype: u32, start: f32, gain: f32) -> u32 {
  if (lane_bits(dtype) < 32u) { return raw_to_key(raw, dtype); }
  return u32(clamp(round((raw_to_f32(raw, dtype) - start) * gain), 0.0, 65535.0));
}

fn is_level(raw: u32, dtype: u32) -> bool {
  return dtype != F32 || (raw & 0x7f800000u) != 0x7f800000u;
}
