// Watershed by flooding: queues the blocks of listed voxels for a flood.
#import grid
#import flood_blocks
struct Params { grid: Grid, blocks: vec3u, half: u32 }
@group(0) @binding(0) var<storage, read>       rest: array<u32>;
@group(0) @binding(1) var<storage, read_write> stamps: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read_write> queues: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
// The dispatch over the list, and its length.
@group(0) @binding(4) var<storage, read>       awake: array<u32>;
@group(0) @binding(5) var<uniform>             params: Params;

// Queues the block of a listed voxel for the first turn of a flood, each once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= awake[3]) { return; }
  let at = rest[params.half * (arrayLength(&rest) / 2u) + index];
  let p = (word_position(params.grid, at, 0u) - params.grid.origin) / BLOCK;
  let block = (p.z * params.blocks.y + p.y) * params.blocks.x + p.x;
  if (atomicMax(&stamps[block], 1u) == 0u) { queues[atomicAdd(&counts[0], 1u)] = block; }
}
