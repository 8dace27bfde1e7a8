#import voxel
#import flood_blocks
// Order-preserving integer keys as heights of a flood: integers that order as the values do, or, to flood from above,
// against them. Of 32-bit integers the three greatest values are one.

const FROM_ABOVE = 1u;

fn highest(dtype: u32) -> u32 {
  return min(lanes_mask(1u, dtype), DRY - 2u);
}

// The height of a voxel; DRY for NaN. −0 is 0.
fn flood_key(raw: u32, dtype: u32, side: u32) -> u32 {
  if (raw_is_nan(raw, dtype)) { return DRY; }
  let top = highest(dtype);
  let key = min(raw_to_key(select(raw, 0u, dtype == F32 && raw == 0x80000000u), dtype), top);
  return select(key, top - key, side == FROM_ABOVE);
}

// The bits of the value of a height.
fn flood_raw(height: u32, dtype: u32, side: u32) -> u32 {
  return key_to_raw(select(height, highest(dtype) - height, side == FROM_ABOVE), dtype);
}

// The height that lies h behind a voxel's own (of integers `steps`); at least the least step that there is.
fn flood_behind(raw: u32, dtype: u32, side: u32, steps: u32, h: f32) -> u32 {
  let own = flood_key(raw, dtype, side);
  if (own == DRY) { return DRY; }
  if (dtype == F32) {
    let shifted = bitcast<f32>(raw) + select(h, -h, side == FROM_ABOVE);
    return max(own + 1u, flood_key(bitcast<u32>(shifted), dtype, side));
  }
  return own + min(max(steps, 1u), DRY - own);
}
