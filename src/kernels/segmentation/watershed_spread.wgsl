// Watershed by flooding, breadth-first search on plateaus: finds, among the listed voxels, those that water reaches in
// exactly so many steps; lists the others.
#import grid
#import flood_blocks
struct Params { grid: Grid, taken: u32, half: u32 }
// Flood levels: heights that have been raised to the passes.
@group(0) @binding(0) var<storage, read>       heights: array<u32>;
@group(0) @binding(1) var<storage, read_write> steps: array<atomic<u32>>;
// Two halves: the voxels to look at in this turn, and those left for the next.
@group(0) @binding(2) var<storage, read_write> rest: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override REACH: u32;

// Whether the neighbour at an offset, on the same level, was reached one step before.
fn comes_from(p: vec3u, at: u32, offset: vec3i) -> bool {
  let q = vec3i(p) + offset;
  if (any(q < vec3i(0)) || any(q >= vec3i(params.grid.size))) { return false; }
  let from_there = u32(i32(at) + offset.z * i32(params.grid.slice_words) + offset.y * i32(params.grid.row_words) + offset.x);
  return heights[from_there] == heights[at] && atomicLoad(&steps[from_there]) == params.taken - 1u;
}

// One invocation owns one listed voxel. All voxels with fewer steps are known by now, so the number found here is the
// least.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let half = arrayLength(&rest) / 2u;
  let index = flat_index(wid, count, lid, 64u);
  if (index >= min(atomicLoad(&counts[params.half]), half)) { return; }
  let at = rest[params.half * half + index];
  let p = word_position(params.grid, at, 0u) - params.grid.origin;
  var comes = comes_from(p, at, vec3i(0, 0, -1)) || comes_from(p, at, vec3i(0, -1, 0)) ||
    comes_from(p, at, vec3i(-1, 0, 0)) || comes_from(p, at, vec3i(1, 0, 0)) ||
    comes_from(p, at, vec3i(0, 1, 0)) || comes_from(p, at, vec3i(0, 0, 1));
  if (REACH > 1u) {
    for (var k = 0u; k < 27u; k++) {
      let offset = offset_of(k);
      let axes = axes_of(offset);
      if (axes > 1u && axes <= REACH && comes_from(p, at, offset)) { comes = true; }
    }
  }
  if (comes) {
    atomicStore(&steps[at], params.taken);
  } else {
    let other = 1u - params.half;
    rest[other * half + atomicAdd(&counts[other], 1u)] = at;
  }
}
