// Watershed by flooding, last pass: gives every voxel the label of the marker that its path leads to; 0 where there is
// none.
#import grid
#import flood_follow
struct Params { grid: Grid, blocks: vec3u, dst: Grid }
@group(0) @binding(0) var<storage, read_write> paths: array<atomic<u32>>;
@group(0) @binding(1) var<storage, read>       markers: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override UNFINISHED: u32;

// Every voxel takes the label of the marker at the end of its path, or 0. One workgroup owns a block and goes through
// it slice by slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, 0u, 1u);
  if (index >= params.blocks.x * params.blocks.y * params.blocks.z) { return; }
  let p = block_of(index, params.blocks) * BLOCK + vec3u(lid & 7u, lid >> 3u, 0u);
  if (any(p.xy >= params.grid.size.xy)) { return; }
  var at = p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x;
  var out = p.z * params.dst.slice_words + p.y * params.dst.row_words + p.x;
  for (var z = p.z; z < min(p.z + BLOCK, params.grid.size.z); z++) {
    let to = follow(at);
    dst[out] = select(markers[to & ~TERMINAL], 0u, to == DRY);
    at += params.grid.slice_words;
    out += params.dst.slice_words;
  }
}
