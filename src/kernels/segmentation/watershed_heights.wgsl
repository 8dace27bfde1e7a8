// Watershed by flooding: the ground, order-preserving heights in rows of whole eights, and bits of markers. Without a
// mask (`MASKED` 0) that buffer is not read.
#import grid
#import quad
#import lanes
struct Params { src: Grid, mask: Grid, markers: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       mask: array<u32>;
@group(0) @binding(2) var<storage, read>       markers: array<u32>;
@group(0) @binding(3) var<storage, read_write> heights: array<vec4u>; // write
@group(0) @binding(4) var<storage, read_write> seeds: array<u32>; // write
@group(0) @binding(5) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override MASKED: u32;

const DRY = 0xffffffffu;

// The bits of four voxels from one on.
fn four(p: vec3u) -> vec4u {
  let shift = lane_shift(SRC_DTYPE);
  let at = word_index(params.src, p, shift);
  var words = vec4u(src[at], 0u, 0u, 0u);
  if (shift < 2u) { words.y = src[at + 1u]; }
  if (shift == 0u) { words = vec4u(words.xy, src[at + 2u], src[at + 3u]); }
  return unpack_quad(words, SRC_DTYPE);
}

// Heights as integers that order as the values do; DRY for NaN. −0 is 0.
fn heights_of(raw: vec4u) -> vec4u {
  if (SRC_DTYPE != F32) { return min(raw ^ vec4u(raw_to_key(0u, SRC_DTYPE)), vec4u(DRY - 1u)); }
  let positive = select(raw, vec4u(), raw == vec4u(0x80000000u));
  let key = positive ^ select(vec4u(0x80000000u), vec4u(DRY), positive >= vec4u(0x80000000u));
  return select(key, vec4u(DRY), (raw & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));
}

// One invocation owns eight voxels in a row: their heights, DRY where no water may go, and bits for those where it
// rises, the markers. A marker is as low as can be, whatever its value. Rows are padded to whole eights, DRY.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let row = flat_index(wid, count, lid, 64u);
  if (row >= grid_words(params.dst) >> 3u) { return; }
  let p = word_position(params.dst, row << 3u, 0u);
  let left = params.dst.origin.x + params.dst.size.x - p.x;
  var goes = (1u << min(left, 8u)) - 1u;
  if (MASKED != 0u) { goes &= mask[word_index(params.mask, p, 5u)] >> (p.x & 31u); }
  let at = word_index(params.markers, p, 0u);
  let low = (vec4u(goes) & vec4u(1u, 2u, 4u, 8u)) != vec4u();
  let high = (vec4u(goes) & vec4u(16u, 32u, 64u, 128u)) != vec4u();
  let first = select(vec4u(DRY), heights_of(four(p)), low);
  var second = vec4u(DRY);
  if (left > 4u) { second = select(second, heights_of(four(p + vec3u(4u, 0u, 0u))), high); }
  var seeded = 0u;
  for (var k = 0u; k < 8u; k++) { seeded |= select(0u, 1u << k, markers[at + k] != 0u); }
  let wet = true_bits(first != vec4u(DRY)) | (true_bits(second != vec4u(DRY)) << 4u);
  seeded &= wet;
  let lanes = vec4u(1u, 2u, 4u, 8u);
  heights[row << 1u] = select(first, vec4u(), (vec4u(seeded) & lanes) != vec4u());
  heights[(row << 1u) + 1u] = select(second, vec4u(), (vec4u(seeded >> 4u) & lanes) != vec4u());
  seeds[row] = seeded;
}
