// Watershed lines: labels without the voxels on which different ones would touch; of two such voxels, the one flooded
// later goes.
#import grid
#import flood_blocks
// `src`: of levels and steps; `dst`: of labels.
struct Params { src: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       levels: array<u32>;
@group(0) @binding(1) var<storage, read>       steps: array<u32>;
@group(0) @binding(2) var<storage, read>       labels: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override REACH: u32;

fn index_of(p: vec3u) -> u32 {
  return p.z * params.src.slice_words + p.y * params.src.row_words + p.x;
}

fn label_index(p: vec3u) -> u32 {
  return p.z * params.dst.slice_words + p.y * params.dst.row_words + p.x;
}

// One invocation owns one voxel. It is on a ridge, and gets 0, where a neighbour of another label was
// flooded before it (of equals: comes before it in raster order) or is a marker, which keeps its label.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id >= params.src.size)) { return; }
  let own = index_of(id);
  let own_label = labels[label_index(id)];
  var label = own_label;
  // Markers alone have no steps.
  if (label != 0u && steps[own] != 0u) {
    let own_level = levels[own];
    let own_steps = steps[own];
    for (var k = 0u; k < 27u; k++) {
      let offset = offset_of(k);
      let q = vec3i(id) + offset;
      if (!touches(offset, REACH) || any(q < vec3i(0)) || any(q >= vec3i(params.src.size))) { continue; }
      let at = index_of(vec3u(q));
      let other = labels[label_index(vec3u(q))];
      if (other == 0u || other == own_label) { continue; }
      if (steps[at] == 0u) { label = 0u; }
      let level = levels[at];
      if (level > own_level) { continue; }
      if (level < own_level || steps[at] < own_steps || (steps[at] == own_steps && k < 13u)) { label = 0u; }
    }
  }
  dst[label_index(id)] = label;
}
