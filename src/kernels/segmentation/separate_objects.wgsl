// Basins of a slab become objects of the volume, in place: the entries of a table at the numbers that they have in the
// volume.
#import grid
#import slab_numbers
struct Params { dst: Grid, first_z: u32, end_z: u32, raise: u32 }
@group(0) @binding(0) var<storage, read>       below: array<u32>;
@group(0) @binding(1) var<storage, read>       above: array<u32>;
@group(0) @binding(2) var<storage, read>       numbers: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>;
@group(0) @binding(4) var<uniform>             params: Params;

// One invocation owns one word of slices first_z … end_z, which lie in the slab. `below` and `above` are the basins of
// the slices before and behind it.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  if (i >= params.dst.slice_words * (params.end_z - params.first_z)) { return; }
  let word = (params.first_z - params.dst.origin.z) * params.dst.slice_words + i;
  let basin = dst[word];
  if (basin != 0u) { dst[word] = numbers[joined(basin, params.raise)]; }
}
