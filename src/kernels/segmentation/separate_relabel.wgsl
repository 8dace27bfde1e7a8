// Relabelling by a look-up table, in place: replaces every number but 0 by its entry.
#import grid
struct Params { dst: Grid }
@group(0) @binding(0) var<storage, read>       numbers: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one voxel and replaces its number by numbers[number].
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id >= params.dst.size)) { return; }
  let at = id.z * params.dst.slice_words + id.y * params.dst.row_words + id.x;
  let number = dst[at];
  if (number != 0u) { dst[at] = numbers[number]; }
}
