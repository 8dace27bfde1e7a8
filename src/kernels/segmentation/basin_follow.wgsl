// Catchment basins: follows the paths of all voxels to their ends (pointer jumping), and queues the blocks of open
// basins.
#import grid
#import flood_follow
struct Params { grid: Grid, blocks: vec3u }
@group(0) @binding(0) var<storage, read_write> paths: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read_write> stamps: array<atomic<u32>>;
// The first queue.
@group(0) @binding(2) var<storage, read_write> queues: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override UNFINISHED: u32;

// Replaces the pointer of every voxel by the terminal of its path, and queues the blocks that hold voxels of open
// basins. One workgroup owns a block, slice by slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, 0u, 1u);
  if (index >= params.blocks.x * params.blocks.y * params.blocks.z) { return; }
  let p = block_of(index, params.blocks) * BLOCK + vec3u(lid & 7u, lid >> 3u, 0u);
  if (p.y >= params.grid.size.y) { return; }
  var at = p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x;
  var open = false;
  for (var z = p.z; z < min(p.z + BLOCK, params.grid.size.z); z++) {
    open = follow(at) > TERMINAL || open;
    at += params.grid.slice_words;
  }
  if (open) {
    if (atomicExchange(&stamps[index], 1u) == 0u) { queues[atomicAdd(&counts[0], 1u)] = index; }
  }
}
