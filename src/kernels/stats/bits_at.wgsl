// Samples a mask: for each of `count` places, a word of the mask's buffer and the bit in it, 1 where it is set, else 0.
#import grid
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       places: array<vec2u>;
@group(0) @binding(2) var<storage, read_write> bits: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  if (i >= params.count) { return; }
  bits[i] = (src[places[i].x] >> places[i].y) & 1u;
}
