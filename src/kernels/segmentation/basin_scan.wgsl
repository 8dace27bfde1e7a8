// First Borůvka step: finds the level of the lowest pass (minimum outgoing edge) of every catchment basin, and lists
// the voxels at which a pass leads out.
#import flood_rows
#import flood_passes
struct Params { grid: Grid, blocks: vec3u }
@group(0) @binding(0) var<storage, read>       heights: array<vec4u>;
// For each voxel, the basin in which its path ends, with the highest bit set.
@group(0) @binding(1) var<storage, read>       paths: array<vec4u>;
// For each lake, the level of its lowest pass.
@group(0) @binding(2) var<storage, read_write> levels: array<atomic<u32>>;
// Blocks that hold voxels of open basins.
@group(0) @binding(3) var<storage, read>       queue: array<u32>;
// The voxels at which a pass leads out of their lake.
@group(0) @binding(4) var<storage, read_write> edge: array<u32>;
@group(0) @binding(5) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(6) var<storage, read>       awake: array<u32>;
@group(0) @binding(7) var<uniform>             params: Params;
override REACH: u32;
// Of `counts`, the word that holds the length of the list.
override LISTED: u32;

// In this first round every basin is a lake of its own.
fn lakes_of(at: u32) -> Eight {
  let known = vec4u(~TERMINAL);
  return Eight(paths[at >> 2u] & known, paths[(at >> 2u) + 1u] & known);
}

// The lakes of the neighbours, at an offset, of the voxels of a row that belong to the lakes `own`. Outside the grid,
// where heights are DRY, any lake will do.
fn lakes_beside(row: Row, own: Eight, offset: vec3i) -> Eight {
  if (!is_beside(row, offset)) { return own; }
  let at = row.at + words_to(vec3i(0, offset.yz));
  var there = own;
  if (any(offset.yz != vec2i(0))) { there = lakes_of(at); }
  if (offset.x < 0) { return before(there, select(0u, paths[(at >> 2u) - 1u].w & ~TERMINAL, has_before(row))); }
  if (offset.x > 0) { return behind_row(there, select(0u, paths[(at >> 2u) + 2u].x & ~TERMINAL, has_behind(row))); }
  return there;
}

// The lowest levels so far of passes out of the lakes of a row's voxels.
struct Passes { row: Row, lakes: Eight, heights: Eight, levels: Eight }

fn with_passes(found: Passes, offset: vec3i) -> Passes {
  let lakes = lakes_beside(found.row, found.lakes, offset);
  let heights = heights_beside(found.row, found.heights, offset);
  let low = select(vec4u(DRY), max(found.heights.low, heights.low), lakes.low != found.lakes.low);
  let high = select(vec4u(DRY), max(found.heights.high, heights.high), lakes.high != found.lakes.high);
  return Passes(found.row, found.lakes, found.heights,
                Eight(min(found.levels.low, low), min(found.levels.high, high)));
}

// One workgroup owns a block of the queue, one invocation a row of it. Between two neighbours in different lakes, the
// greater of their two heights is the level of a pass.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, 0u, 1u);
  if (place >= awake[3]) { return; }
  let row = row_of(block_of(queue[place], params.blocks), lid);
  if (!row.held) { return; }
  var found = Passes(row, lakes_of(row.at), heights_of(row.at), all_of(DRY));
  found = with_passes(found, vec3i(0, 0, -1));
  found = with_passes(found, vec3i(0, -1, 0));
  found = with_passes(found, vec3i(-1, 0, 0));
  found = with_passes(found, vec3i(1, 0, 0));
  found = with_passes(found, vec3i(0, 1, 0));
  found = with_passes(found, vec3i(0, 0, 1));
  if (REACH > 1u) {
    for (var k = 0u; k < 27u; k++) {
      let offset = offset_of(k);
      let axes = axes_of(offset);
      if (axes > 1u && axes <= REACH) { found = with_passes(found, offset); }
    }
  }
  var bits = bits_of((found.lakes.low != vec4u()) & (found.levels.low != vec4u(DRY)),
                     (found.lakes.high != vec4u()) & (found.levels.high != vec4u(DRY)));
  if (bits == 0u) { return; }
  var to = atomicAdd(&counts[LISTED], countOneBits(bits));
  for (; bits != 0u; bits &= bits - 1u) {
    let k = firstTrailingBit(bits);
    edge[to] = row.at + k;
    to++;
    note_level(select(found.lakes.low[k & 3u], found.lakes.high[k & 3u], k > 3u),
               select(found.levels.low[k & 3u], found.levels.high[k & 3u], k > 3u));
  }
}
