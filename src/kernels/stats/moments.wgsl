// Sum and sum of squares (moments) of a box of 32-bit values as whole numbers: one row of `MOMENTS_ROW` words per
// workgroup, each word a digit of 16 bits not yet carried (see the WGSL). `exponent` is the stored exponent of the
// greatest magnitude of the whole volume; for f32 only.
#import grid
#import voxel
#import chunks
#import float_bits
#import wide
#import moments_digits
struct Params { task: Grid, src: Grid, within: Grid, exponent: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> partials: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override HAS_WITHIN: u32;

const WIDTH = 64u;
// Integers are summed as keys, exactly. Floats are summed in fixed point below the exponent of the
// greatest magnitude of the whole volume: 40 bits for the sum, 32 for the squares.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let shift = lane_shift(SRC_DTYPE);
  let per_word = 1u << shift;
  var sum = vec2u();
  var squares = vec3u();
  var counted = 0u;
  var odd = 0u;
  var low = 0u;
  var high = 0u;
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = chunk_at(index, shift);
    if (chunk.wanted == 0u) { continue; }
    let words = (chunk.lanes + per_word - 1u) >> shift;
    for (var w = 0u; w < words; w++) {
      let packed = src[chunk.first + w];
      for (var lane = 0u; lane < per_word; lane++) {
        let raw = lane_raw(packed, lane, SRC_DTYPE);
        let key = raw_to_key(raw, SRC_DTYPE);
        let in_mask = ((chunk.wanted >> ((w << shift) + lane)) & 1u) == 1u;
        let take = in_mask && (SRC_DTYPE != F32 || raw_is_finite(raw));
        if (SRC_DTYPE == F32) {
          let below = params.exponent - min(params.exponent, float_exponent(raw));
          let significand = float_significand(raw);
          let high_part = select((significand >> 16u) >> min(below, 31u), 0u, below > 31u);
          // The low word of (significand · 2^16) >> below; the two shifts never reach 32 bits.
          var low_part = 0u;
          if (below <= 16u) { low_part = significand << (16u - below); }
          else if (below < 48u) { low_part = significand >> min(below - 16u, 31u); }
          var fixed = vec2u(low_part, high_part);
          let magnitude = (fixed.x >> 8u) | (fixed.y << 24u);
          if ((raw >> 31u) == 1u) { fixed = negate_wide(fixed); }
          if (take) {
            sum = add_wide(sum, fixed);
            squares = add_wider(squares, multiply_wide(magnitude, magnitude));
          }
          odd += select(0u, 1u, in_mask && !take);
        } else {
          let value = select(0u, key, take);
          sum = add_wide(sum, vec2u(value, 0u));
          squares = add_wider(squares, multiply_wide(value, value));
        }
        low = max(low, select(0u, ~key, take));
        high = max(high, select(0u, key, take));
        counted += select(0u, 1u, take);
      }
    }
  }
  add_digits(sum, squares, counted, odd, low, high);
  workgroupBarrier();
  write_digits(flat_index(wid, count, 0u, 1u), lid);
}
