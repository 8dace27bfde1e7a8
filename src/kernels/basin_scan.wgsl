#import flood_rows
struct Params { grid: Grid, blocks: vec3u, from_queue: u32, to_queue: u32 }
@group(0) @binding(0) var<storage, read>       heights: array<vec4u>;
// Of each voxel, the basin that its path ends in, with the highest bit set.
@group(0) @binding(1) var<storage, read>       paths: array<vec4u>;
// Of each basin, the lake that it belongs to by now; 0 where it is that of a marker.
@group(0) @binding(2) var<storage, read>       lakes: array<u32>;
// Of each lake, the level of its lowest pass, and the lake beyond it.
@group(0) @binding(3) var<storage, read_write> levels: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> beyond: array<atomic<u32>>;
// Queues of as many blocks as there are, one behind the other; their lengths; and, behind those, visits.
@group(0) @binding(5) var<storage, read_write> queues: array<u32>;
@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(7) var<uniform>             params: Params;
override REACH: u32;
// 0: finds the levels of the lowest passes; 1: of these, the lakes beyond.
override CHOOSE: u32;
override VISITS: u32;

fn lakes_of(paths: vec4u) -> vec4u {
  let basin = paths & vec4u(0x7fffffffu);
  return vec4u(lakes[basin.x], lakes[basin.y], lakes[basin.z], lakes[basin.w]);
}

// Lakes of the neighbours at an offset of the voxels of a row that belong to lakes `own`; 0 outside.
fn lakes_beside(row: Row, own: Eight, offset: vec3i) -> Eight {
  if (!is_beside(row, offset)) { return all_of(0u); }
  let at = (row.at + words_to(vec3i(0, offset.yz))) >> 2u;
  var there = own;
  if (any(offset.yz != vec2i(0))) { there = Eight(lakes_of(paths[at]), lakes_of(paths[at + 1u])); }
  if (offset.x < 0) { return before(there, select(0u, lakes_of(paths[at - 1u]).w, has_before(row))); }
  if (offset.x > 0) { return behind_row(there, select(0u, lakes_of(paths[at + 2u]).x, has_behind(row))); }
  return there;
}

// A pass out of a lake.
fn note(lake: u32, level: u32, other: u32) {
  let lowest = atomicLoad(&levels[lake]);
  if (CHOOSE == 0u) {
    if (level < lowest) { atomicMin(&levels[lake], level); }
  } else if (level == lowest) {
    if (other < atomicLoad(&beyond[lake])) { atomicMin(&beyond[lake], other); }
  }
}

// The passes from the voxels of half a row to their neighbours; whether there is one.
fn meet(own: vec4u, own_heights: vec4u, other: vec4u, other_heights: vec4u) -> bool {
  let levels = max(own_heights, other_heights);
  let apart = (own != vec4u()) & (own != other) & (levels != vec4u(DRY));
  if (apart.x) { note(own.x, levels.x, other.x); }
  if (apart.y) { note(own.y, levels.y, other.y); }
  if (apart.z) { note(own.z, levels.z, other.z); }
  if (apart.w) { note(own.w, levels.w, other.w); }
  return any(apart);
}

fn meet_beside(row: Row, own: Eight, own_heights: Eight, offset: vec3i) -> bool {
  let other = lakes_beside(row, own, offset);
  let heights = heights_beside(row, own_heights, offset);
  let low = meet(own.low, own_heights.low, other.low, heights.low);
  return meet(own.high, own_heights.high, other.high, heights.high) || low;
}

// One workgroup owns a block of the queue, one invocation a row of it. Between two neighbours in different lakes the
// higher is a pass. Blocks with passes out of lakes go into the next queue, each once.
var<workgroup> found: atomic<u32>;
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, 0u, 1u);
  let total = params.blocks.x * params.blocks.y * params.blocks.z;
  var passes = false;
  let index = queues[params.from_queue * total + min(place, total - 1u)];
  let row = row_of(block_of(index, params.blocks), lid);
  if (row.held && place < atomicLoad(&counts[params.from_queue])) {
    let own_heights = heights_of(row.at);
    let own = Eight(lakes_of(paths[row.at >> 2u]), lakes_of(paths[(row.at >> 2u) + 1u]));
    passes = meet_beside(row, own, own_heights, vec3i(0, 0, -1));
    passes = meet_beside(row, own, own_heights, vec3i(0, -1, 0)) || passes;
    passes = meet_beside(row, own, own_heights, vec3i(-1, 0, 0)) || passes;
    passes = meet_beside(row, own, own_heights, vec3i(1, 0, 0)) || passes;
    passes = meet_beside(row, own, own_heights, vec3i(0, 1, 0)) || passes;
    passes = meet_beside(row, own, own_heights, vec3i(0, 0, 1)) || passes;
    if (REACH > 1u) {
      for (var k = 0u; k < 27u; k++) {
        let offset = offset_of(k);
        let axes = axes_of(offset);
        if (axes > 1u && axes <= REACH) { passes = meet_beside(row, own, own_heights, offset) || passes; }
      }
    }
  }
  if (lid == 0u) { atomicAdd(&counts[VISITS], 1u); }
  if (CHOOSE != 0u) { return; }
  if (passes) { atomicStore(&found, 1u); }
  workgroupBarrier();
  if (lid == 0u && atomicLoad(&found) != 0u) {
    queues[params.to_queue * total + atomicAdd(&counts[params.to_queue], 1u)] = index;
  }
}
