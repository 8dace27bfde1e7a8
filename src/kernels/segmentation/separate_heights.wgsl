// Heights for the watershed of a distance map: smoothed distances in a mask, in fixed point.
#import grid
struct Params { mask: Grid, smoothed: Grid, dst: Grid, scale: f32 }
@group(0) @binding(0) var<storage, read>       mask: array<u32>;
@group(0) @binding(1) var<storage, read>       smoothed: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// "No background", as of squared distances.
const FAR = 0x7f000000u;

// One invocation owns the height of one voxel: at least 1 in the mask, 0 outside of it.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let inside = (mask[word_index(params.mask, p, 5u)] >> (p.x & 31u)) & 1u;
  let bits = smoothed[word_index(params.smoothed, p, 0u)];
  var height = FAR;
  // The bits of positive floats order as the floats do; 2^30 as a float is far above all distances.
  if (bits < 0x4e800000u) {
    height = max(1u, u32(min(bitcast<f32>(bits) * params.scale + 0.5, 1.0e9)));
  }
  dst[word] = inside * height;
}
