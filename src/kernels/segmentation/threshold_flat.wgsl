// Thresholding as `threshold`, where rows have no pads and the box is all of both buffers: `words` mask words.
#import grid
#import voxel
struct Params { words: u32, lo: u32, hi: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// Mask words that an invocation owns: of 8-bit voxels two, so that its loads are 64 bytes in a row.
const EACH_OF_8_BITS = 2u;

// Bits 8 and 24 of every word where the bytes there, one below, are in the band: adding 256 − lo carries into
// them from lo on, adding 255 − hi above hi.
fn bytes_inside(bytes: vec4u, from_lo: u32, above_hi: u32) -> vec4u {
  return (bytes + from_lo) & ~(bytes + above_hi) & vec4u(0x01000100u);
}

// The bits of sixteen voxels of 8 bits.
fn sixteen_bytes(words: vec4u) -> u32 {
  let keys = words ^ vec4u(raw_to_key(0u, SRC_DTYPE) * 0x01010101u);
  let from_lo = (256u - min(params.lo, 256u)) * 0x10001u;
  let above_hi = (255u - min(params.hi, 255u)) * 0x10001u;
  let even = bytes_inside(keys & vec4u(0xff00ffu), from_lo, above_hi);
  let odd = bytes_inside((keys >> vec4u(8u)) & vec4u(0xff00ffu), from_lo, above_hi);
  // Voxels 0, 1, 2 and 3 of each word, at the bits 0, 1, 16 and 17; successive words lie four bits apart.
  let four = (even >> vec4u(8u)) | (odd >> vec4u(7u));
  let all = four.x | (four.y << 4u) | (four.z << 8u) | (four.w << 12u);
  return (all & 0x3333u) | ((all >> 14u) & 0xccccu);
}

// The bits of eight voxels of 16 bits, by the same carries.
fn eight_shorts(words: vec4u) -> u32 {
  let keys = words ^ vec4u(raw_to_key(0u, SRC_DTYPE) * 0x10001u);
  let from_lo = 0x10000u - min(params.lo, 0x10000u);
  let above_hi = 0xffffu - min(params.hi, 0xffffu);
  let low = keys & vec4u(0xffffu);
  let high = keys >> vec4u(16u);
  let in_low = (low + from_lo) & ~(low + above_hi) & vec4u(0x10000u);
  let in_high = (high + from_lo) & ~(high + above_hi) & vec4u(0x10000u);
  let two = (in_low >> vec4u(16u)) | (in_high >> vec4u(15u));
  return two.x | (two.y << 2u) | (two.z << 4u) | (two.w << 6u);
}

// The bits of four voxels of 32 bits.
fn four_words(raw: vec4u) -> u32 {
  var keys = raw ^ vec4u(raw_to_key(0u, SRC_DTYPE));
  var inside = vec4<bool>(true);
  if (SRC_DTYPE == F32) {
    let negative = (raw & vec4u(0x80000000u)) != vec4u();
    keys = raw ^ select(vec4u(0x80000000u), vec4u(0xffffffffu), negative);
    inside = (raw & vec4u(0x7fffffffu)) <= vec4u(0x7f800000u);
  }
  inside = inside & (keys >= vec4u(params.lo)) & (keys <= vec4u(params.hi));
  let bits = select(vec4u(), vec4u(1u, 2u, 4u, 8u), inside);
  return bits.x | bits.y | bits.z | bits.w;
}

// As threshold.wgsl, for grids without pads and boxes that are all of both buffers: words follow each
// other, and a carry out of a packed lane compares all of them at once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let shift = lane_shift(SRC_DTYPE);
  if (shift == 2u) {
    let word = index * EACH_OF_8_BITS;
    if (word >= params.words) { return; }
    let at = word * 2u;
    dst[word] = sixteen_bytes(src[at]) | (sixteen_bytes(src[at + 1u]) << 16u);
    if (word + 1u < params.words) {
      dst[word + 1u] = sixteen_bytes(src[at + 2u]) | (sixteen_bytes(src[at + 3u]) << 16u);
    }
    return;
  }
  if (index >= params.words) { return; }
  if (shift == 1u) {
    let at = index * 4u;
    dst[index] = eight_shorts(src[at]) | (eight_shorts(src[at + 1u]) << 8u) |
      (eight_shorts(src[at + 2u]) << 16u) | (eight_shorts(src[at + 3u]) << 24u);
    return;
  }
  let at = index * 8u;
  dst[index] = four_words(src[at]) | (four_words(src[at + 1u]) << 4u) |
    (four_words(src[at + 2u]) << 8u) | (four_words(src[at + 3u]) << 12u) |
    (four_words(src[at + 4u]) << 16u) | (four_words(src[at + 5u]) << 20u) |
    (four_words(src[at + 6u]) << 24u) | (four_words(src[at + 7u]) << 28u);
}
