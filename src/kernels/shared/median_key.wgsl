#import voxel
// Order-preserving integer key of a voxel's bits that a median sorts by: as raw_to_key, but with NaN of either sign
// above +Inf. NaN comes back from key_to_raw as the canonical quiet one.
fn median_key(raw: u32, dtype: u32) -> u32 {
  return select(raw_to_key(raw, dtype), 0xffc00000u, raw_is_nan(raw, dtype));
}

// The words of four voxels in a row from their keys: one word of 8-bit, two of 16-bit, four of 32-bit
// values. Lanes from `room` on are zero.
fn words_of_four(key: vec4u, room: u32, dtype: u32) -> vec4u {
  let raw = vec4u(key_to_raw(key.x, dtype), key_to_raw(key.y, dtype),
                  key_to_raw(key.z, dtype), key_to_raw(key.w, dtype));
  let kept = select(vec4u(), raw, vec4u(0u, 1u, 2u, 3u) < vec4u(room));
  let shift = lane_shift(dtype);
  if (shift == 2u) {
    return vec4u(kept.x | (kept.y << 8u) | (kept.z << 16u) | (kept.w << 24u), 0u, 0u, 0u);
  }
  if (shift == 1u) { return vec4u(kept.x | (kept.y << 16u), kept.z | (kept.w << 16u), 0u, 0u); }
  return kept;
}
