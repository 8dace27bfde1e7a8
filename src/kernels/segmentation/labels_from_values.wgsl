// Non-negative integers of any width as labels.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns the labels of four voxels of a row, which share one or two words of narrow dtypes.
@compute @workgroup_size(32, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = id.x * 4u;
  if (x >= params.dst.size.x || id.y >= params.dst.size.y) { return; }
  let p = params.dst.origin + vec3u(x, id.yz);
  let shift = lane_shift(SRC_DTYPE);
  let source = word_index(params.src, p, shift);
  let to = word_index(params.dst, p, 0u);
  let lanes = min(4u, params.dst.size.x - x);
  for (var i = 0u; i < lanes; i++) {
    dst[to + i] = lane_raw(src[source + (i >> shift)], i & ((1u << shift) - 1u), SRC_DTYPE);
  }
}
