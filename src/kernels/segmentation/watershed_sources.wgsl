// Watershed by flooding: points every voxel at the neighbour from which it is flooded, and follows these pointers
// within its block.
#import flood_paths
struct Params { grid: Grid, blocks: vec3u, markers: Grid, first_z: u32, end_z: u32 }
// Flood levels: heights that have been raised to the passes.
@group(0) @binding(0) var<storage, read>       heights: array<vec4u>;
@group(0) @binding(1) var<storage, read>       steps: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> paths: array<vec4u>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override REACH: u32;

// For each voxel of a row, the neighbour flooded first so far: its level and steps, and the pointer to it.
struct First { levels: Eight, steps: Eight, to: Eight }

fn steps_of(at: u32) -> Eight {
  return Eight(steps[at >> 2u], steps[(at >> 2u) + 1u]);
}

// Steps of the neighbours at an offset, for the voxels of a row with steps `own`. Outside the grid, where levels are
// DRY, any number will do.
fn steps_beside(row: Row, own: Eight, offset: vec3i) -> Eight {
  if (!is_beside(row, offset)) { return own; }
  let at = row.at + words_to(vec3i(0, offset.yz));
  var there = own;
  if (any(offset.yz != vec2i(0))) { there = steps_of(at); }
  if (offset.x < 0) { return before(there, select(DRY, steps[(at >> 2u) - 1u].w, has_before(row))); }
  if (offset.x > 0) { return behind_row(there, select(DRY, steps[(at >> 2u) + 2u].x, has_behind(row))); }
  return there;
}

// The first so far, or the neighbours at an offset where they are flooded earlier.
fn earlier(row: Row, lid: u32, own: First, best: First, offset: vec3i) -> First {
  let levels = heights_beside(row, own.levels, offset);
  let steps = steps_beside(row, own.steps, offset);
  let to = pointers(row, lid, offset);
  let low = (levels.low < best.levels.low) | ((levels.low == best.levels.low) & (steps.low < best.steps.low));
  let high = (levels.high < best.levels.high) | ((levels.high == best.levels.high) & (steps.high < best.steps.high));
  return First(
    Eight(select(best.levels.low, levels.low, low), select(best.levels.high, levels.high, high)),
    Eight(select(best.steps.low, steps.low, low), select(best.steps.high, steps.high, high)),
    Eight(select(best.to.low, to.low, low), select(best.to.high, to.high, high)));
}

// Every voxel points at the neighbour from which it is flooded: the one flooded first; of equals the nearest (face,
// edge, corner), and of those the first in raster order. Markers have no steps and are terminals, which say where in
// `markers` they are; so are voxels before slice first_z and from end_z on. Dry voxels are terminals too, with all bits
// set. One workgroup owns a block, one invocation a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, 0u, 1u);
  if (index >= params.blocks.x * params.blocks.y * params.blocks.z) { return; }
  let row = row_of(block_of(index, params.blocks), lid);
  var own = First(all_of(DRY), all_of(DRY), all_of(DRY));
  if (row.held) {
    own.levels = heights_of(row.at);
    own.steps = steps_of(row.at);
  }
  var best = own;
  best = earlier(row, lid, own, best, vec3i(0, 0, -1));
  best = earlier(row, lid, own, best, vec3i(0, -1, 0));
  best = earlier(row, lid, own, best, vec3i(-1, 0, 0));
  best = earlier(row, lid, own, best, vec3i(1, 0, 0));
  best = earlier(row, lid, own, best, vec3i(0, 1, 0));
  best = earlier(row, lid, own, best, vec3i(0, 0, 1));
  for (var axes = 2u; axes <= REACH; axes++) {
    for (var k = 0u; k < 27u; k++) {
      let offset = offset_of(k);
      if (axes_of(offset) == axes) { best = earlier(row, lid, own, best, offset); }
    }
  }
  let marker = TERMINAL + word_index(params.markers, params.grid.origin + row.p, 0u);
  let is_elsewhere = vec4<bool>(row.p.z < params.first_z || row.p.z >= params.end_z);
  best.to.low = select(best.to.low, vec4u(0u, 1u, 2u, 3u) + marker, (own.steps.low == vec4u()) | is_elsewhere);
  best.to.high = select(best.to.high, vec4u(4u, 5u, 6u, 7u) + marker, (own.steps.high == vec4u()) | is_elsewhere);
  best.to.low = select(best.to.low, vec4u(DRY), own.levels.low == vec4u(DRY));
  best.to.high = select(best.to.high, vec4u(DRY), own.levels.high == vec4u(DRY));
  let out = paths_out(lid, best.to);
  if (!row.held) { return; }
  paths[row.at >> 2u] = out.low;
  paths[(row.at >> 2u) + 1u] = out.high;
}
