// Basins of a slab become those of the volume, in place: numbers are raised, and what leaves the slab takes the basin
// that it enters.
#import grid
#import slab_numbers
struct Params { dst: Grid, raise: u32 }
@group(0) @binding(0) var<storage, read>       below: array<u32>;
@group(0) @binding(1) var<storage, read>       above: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;

// One invocation owns one word. `below` and `above` are the basins of the slices before and behind the slab.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let basin = dst[word];
  if (basin != 0u) { dst[word] = joined(basin, params.raise); }
}
