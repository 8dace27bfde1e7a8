// Borůvka step: finds, over the listed voxels, the level of the lowest pass (minimum outgoing edge) of every lake, or
// (`CHOOSE` 1) the lake beyond it.
#import grid
#import flood_blocks
#import flood_passes
struct Params { grid: Grid, from_list: u32, to_list: u32 }
@group(0) @binding(0) var<storage, read>       heights: array<u32>;
// For each voxel, the basin in which its path ends, with the highest bit set.
@group(0) @binding(1) var<storage, read>       paths: array<u32>;
// For each basin, the lake that it belongs to so far; 0 for that of a marker.
@group(0) @binding(2) var<storage, read>       lakes: array<u32>;
// For each lake, the level of its lowest pass, and the lake beyond it.
@group(0) @binding(3) var<storage, read_write> levels: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> beyond: array<atomic<u32>>;
// The voxels at which a pass led out of their lake, and those of them at which one still does.
@group(0) @binding(5) var<storage, read>       edge: array<u32>;
@group(0) @binding(6) var<storage, read_write> still: array<u32>;
@group(0) @binding(7) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(8) var<uniform>             params: Params;
override REACH: u32;
// 0: find the levels of the lowest passes; 1: for passes at that level, choose the lake beyond.
override CHOOSE: u32;
// The word of `counts` that counts the voxels looked at.
override VISITS: u32;

fn lake_at(at: u32) -> u32 {
  return lakes[paths[at] & ~TERMINAL];
}

// A voxel of a lake, and the lowest level so far of a pass that leads out of the lake there.
struct Edge { p: vec3u, at: u32, lake: u32, height: u32, lowest: u32, level: u32 }

fn with_pass(edge: Edge, offset: vec3i) -> Edge {
  let q = vec3i(edge.p) + offset;
  if (any(q < vec3i(0)) || any(q >= vec3i(params.grid.size))) { return edge; }
  let there = u32(i32(edge.at) + offset.z * i32(params.grid.slice_words) + offset.y * i32(params.grid.row_words) + offset.x);
  let level = max(heights[there], edge.height);
  let other = lake_at(there);
  if (level == DRY || other == edge.lake) { return edge; }
  if (CHOOSE != 0u && level == edge.lowest) {
    if (other < atomicLoad(&beyond[edge.lake])) { atomicMin(&beyond[edge.lake], other); }
  }
  var now = edge;
  now.level = min(edge.level, level);
  return now;
}

// One invocation owns one listed voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let length = atomicLoad(&counts[params.from_list]);
  if (index >= length) { return; }
  if (lid == 0u) { atomicAdd(&counts[VISITS], min(64u, length - index)); }
  let at = edge[index];
  let lake = lake_at(at);
  if (lake == 0u) { return; }
  var found = Edge(word_position(params.grid, at, 0u) - params.grid.origin, at, lake, heights[at], DRY, DRY);
  if (CHOOSE != 0u) { found.lowest = atomicLoad(&levels[lake]); }
  found = with_pass(found, vec3i(0, 0, -1));
  found = with_pass(found, vec3i(0, -1, 0));
  found = with_pass(found, vec3i(-1, 0, 0));
  found = with_pass(found, vec3i(1, 0, 0));
  found = with_pass(found, vec3i(0, 1, 0));
  found = with_pass(found, vec3i(0, 0, 1));
  if (REACH > 1u) {
    for (var k = 0u; k < 27u; k++) {
      let offset = offset_of(k);
      let axes = axes_of(offset);
      if (axes > 1u && axes <= REACH) { found = with_pass(found, offset); }
    }
  }
  if (CHOOSE != 0u || found.level == DRY) { return; }
  still[atomicAdd(&counts[params.to_list], 1u)] = at;
  note_level(lake, found.level);
}
