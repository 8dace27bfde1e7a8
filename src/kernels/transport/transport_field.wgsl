// A potential as a volume: NaN where the mask is not set.
#import grid
#import red_black
struct Params {
  mask: Grid, dst: Grid
}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> mask: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform> params: Params;

// One invocation owns one voxel.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  if (place >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, place, 0u);
  let inside = ((mask[word_index(params.mask, p, 5u)] >> (p.x & 31u)) & 1u) != 0u;
  dst[place] = select(0x7fc00000u, bitcast<u32>(x[place_in(params.dst.volume_size, p)]), inside);
}
