// Type conversion: a grid of any storage to a volume of any dtype, saturating; bits become 0 and 1. Four voxels per
// invocation.
#import grid
#import quad
#import conversion
#import quad_field
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override DST_DTYPE: u32;

// The bits of the four voxels that begin at a lane, a multiple of four, of a word.
fn quad_raw(word: u32, lane: u32) -> vec4u {
  let first = src[word];
  if (SRC_DTYPE == BIT) { return (vec4u(first) >> (vec4u(lane) + vec4u(0u, 1u, 2u, 3u))) & vec4u(1u); }
  if (lane_shift(SRC_DTYPE) == 2u) { return unpack_quad(vec4u(first), SRC_DTYPE); }
  let second = src[word + 1u];
  if (lane_shift(SRC_DTYPE) == 1u) { return unpack_quad(vec4u(first, second, 0u, 0u), SRC_DTYPE); }
  return vec4u(first, second, src[word + 2u], src[word + 3u]);
}

// One invocation owns four voxels in a row of the result, so one, two or four words.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let size = params.dst.size;
  let at = quad_place(flat_index(wid, count, lid, 64u), size);
  if (at.z >= size.z) { return; }
  let p = params.dst.origin + at;
  let raw = quad_raw(word_index(params.src, p, lane_shift(SRC_DTYPE)), (p.x - params.src.origin.x) & 31u);
  let room = size.x - at.x;
  let words = pack_quad(keep_lanes(convert_quad(raw), room), DST_DTYPE);
  let to = word_index(params.dst, p, lane_shift(DST_DTYPE));
  let lanes = 1u << lane_shift(DST_DTYPE);
  dst[to] = words.x;
  if (lanes < 4u && room > lanes) { dst[to + 1u] = words.y; }
  if (lanes < 2u && room > 2u) { dst[to + 2u] = words.z; }
  if (lanes < 2u && room > 3u) { dst[to + 3u] = words.w; }
}
