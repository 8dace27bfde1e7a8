// Counts values from word `first` on that are not finite.
#import grid
struct Params { first: u32, count: u32 }
@group(0) @binding(0) var<storage, read>       values: array<u32>;
@group(0) @binding(1) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one value.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.count) { return; }
  if ((values[params.first + index] & 0x7f800000u) == 0x7f800000u) { atomicAdd(&found[0], 1u); }
}
