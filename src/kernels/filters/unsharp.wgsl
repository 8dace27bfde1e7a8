// Unsharp mask: a volume plus a multiple of what smoothing took away; one voxel per invocation.
#import grid
#import voxel
struct Params { src: Grid, smooth_grid: Grid, dst: Grid, amount: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       smoothed: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let shift = lane_shift(SRC_DTYPE);
  let raw = lane_raw(src[word_index(params.src, p, shift)],
                     (p.x - params.src.origin.x) & ((1u << shift) - 1u), SRC_DTYPE);
  let own = raw_to_f32(raw, SRC_DTYPE);
  dst[word] = own + params.amount * (own - smoothed[word_index(params.smooth_grid, p, 0u)]);
}
