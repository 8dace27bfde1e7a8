// Bit planes (bit slicing) of a volume's order-preserving keys, in overlapping groups of a row, with the margin that
// windows reach.
#import grid
#import bit_groups
#import voxel
#import border
#import median_key
struct Params { src: Grid, origin: vec3u, groups: u32, rows: u32, slices: u32, radius: u32, border_raw: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
override BORDER: u32;

// One invocation owns a group of one row: 24 voxels with 4 on either side, which become one word per bit
// of their keys, so that a window's row lies in one word. The rows and slices of the margin, and what
// lies outside the volume, are written out, so that the selection knows no borders.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.groups * params.rows * params.slices) { return; }
  let line = index / params.groups;
  let group = index - line * params.groups;
  let n = vec3i(params.src.volume_size);
  let r = i32(params.radius);
  let y = border_index(i32(params.origin.y + line % params.rows) - r, n.y, BORDER);
  let z = border_index(i32(params.origin.z + line / params.rows) - r, n.z, BORDER);
  let shift = lane_shift(DTYPE);
  let near = vec3u(params.src.origin.x, vec2u(max(vec2i(y, z), vec2i(0))));
  let row = word_index(params.src, near, shift);
  let border = median_key(params.border_raw, DTYPE);
  let first = i32(params.origin.x + GROUP * group) - 4;
  let low = vec4u(0u, 1u, 2u, 3u);
  var b0 = vec4u(); var b1 = vec4u(); var b2 = vec4u(); var b3 = vec4u();
  var b4 = vec4u(); var b5 = vec4u(); var b6 = vec4u(); var b7 = vec4u();
  for (var i = 0u; i < 32u; i++) {
    let x = border_index(first + i32(i), n.x, BORDER);
    let step = u32(max(x, 0)) - params.src.origin.x;
    let raw = lane_raw(src[row + (step >> shift)], step & ((1u << shift) - 1u), DTYPE);
    let key = vec4u(select(median_key(raw, DTYPE), border, min(x, min(y, z)) < 0));
    let at = vec4u(i);
    b0 |= ((key >> low) & vec4u(1u)) << at;
    b1 |= ((key >> (low + 4u)) & vec4u(1u)) << at;
    if (shift < 2u) {
      b2 |= ((key >> (low + 8u)) & vec4u(1u)) << at;
      b3 |= ((key >> (low + 12u)) & vec4u(1u)) << at;
    }
    if (shift < 1u) {
      b4 |= ((key >> (low + 16u)) & vec4u(1u)) << at;
      b5 |= ((key >> (low + 20u)) & vec4u(1u)) << at;
      b6 |= ((key >> (low + 24u)) & vec4u(1u)) << at;
      b7 |= ((key >> (low + 28u)) & vec4u(1u)) << at;
    }
  }
  let word = line * params.groups * lane_bits(DTYPE) + group;
  store_planes(word, b0);
  store_planes(word + 4u * params.groups, b1);
  if (shift < 2u) {
    store_planes(word + 8u * params.groups, b2);
    store_planes(word + 12u * params.groups, b3);
  }
  if (shift < 1u) {
    store_planes(word + 16u * params.groups, b4);
    store_planes(word + 20u * params.groups, b5);
    store_planes(word + 24u * params.groups, b6);
    store_planes(word + 28u * params.groups, b7);
  }
}

// Stores the words of four bits; the planes of a row follow each other.
fn store_planes(word: u32, bits: vec4u) {
  dst[word] = bits.x;
  dst[word + params.groups] = bits.y;
  dst[word + 2u * params.groups] = bits.z;
  dst[word + 3u * params.groups] = bits.w;
}
