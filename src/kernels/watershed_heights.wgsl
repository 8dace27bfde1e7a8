#import grid
#import voxel
struct Params { src: Grid, mask: Grid, markers: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       mask: array<u32>;
@group(0) @binding(2) var<storage, read>       markers: array<u32>;
@group(0) @binding(3) var<storage, read_write> heights: array<u32>;
@group(0) @binding(4) var<storage, read_write> levels: array<u32>;
@group(0) @binding(5) var<storage, read_write> steps: array<u32>;
@group(0) @binding(6) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override MASKED: u32;

const DRY = 0xffffffffu;

// One invocation owns one voxel: its height as an integer that orders as the values do, DRY where no water
// may go, and the state before the flood, in which only markers are wet.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id >= params.dst.size)) { return; }
  let p = params.dst.origin + id;
  let shift = lane_shift(SRC_DTYPE);
  var raw = lane_raw(src[word_index(params.src, p, shift)], p.x & ((1u << shift) - 1u), SRC_DTYPE);
  // −0 is 0.
  if (SRC_DTYPE == F32 && raw == 0x80000000u) { raw = 0u; }
  var height = min(raw_to_key(raw, SRC_DTYPE), DRY - 1u);
  if (raw_is_nan(raw, SRC_DTYPE)) { height = DRY; }
  if (MASKED != 0u) {
    if (lane_raw(mask[word_index(params.mask, p, 5u)], p.x & 31u, BIT) == 0u) { height = DRY; }
  }
  let seeded = height != DRY && markers[word_index(params.markers, p, 0u)] != 0u;
  let at = word_index(params.dst, p, 0u);
  heights[at] = height;
  levels[at] = select(DRY, height, seeded);
  steps[at] = select(DRY, 0u, seeded);
}
