// Minimax levels: raises the heights of open catchment basins to the level of their water.
#import grid
#import flood_blocks
struct Params { grid: Grid, blocks: vec3u }
@group(0) @binding(0) var<storage, read>       paths: array<vec4u>;
@group(0) @binding(1) var<storage, read>       lakes: array<u32>;
@group(0) @binding(2) var<storage, read>       floors: array<u32>;
// The first queue: of all blocks that belong to open basins.
@group(0) @binding(3) var<storage, read>       queues: array<u32>;
@group(0) @binding(4) var<storage, read>       awake: array<u32>;
@group(0) @binding(5) var<storage, read_write> heights: array<vec4u>;
@group(0) @binding(6) var<uniform>             params: Params;

fn level(path: u32, height: u32) -> u32 {
  let basin = path & 0x7fffffffu;
  if (basin == 0u) { return height; }
  return select(DRY, max(height, floors[basin]), lakes[basin] == 0u);
}

fn raise(at: u32) {
  let path = paths[at];
  let height = heights[at];
  let raised = vec4u(level(path.x, height.x), level(path.y, height.y), level(path.z, height.z),
                     level(path.w, height.w));
  if (any(raised != height)) { heights[at] = raised; }
}

// Raises the heights of open basins to the water in them; those that water cannot come to are DRY. One workgroup owns a
// block, one invocation a row.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, 0u, 1u);
  if (place >= awake[3]) { return; }
  let p = block_of(queues[place], params.blocks) * BLOCK + vec3u(0u, lid & 7u, lid >> 3u);
  if (any(p.yz >= params.grid.size.yz)) { return; }
  let at = (p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x) >> 2u;
  raise(at);
  raise(at + 1u);
}
