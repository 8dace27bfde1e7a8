// Medial-axis balls of local thickness: lists the marked balls of each block, squared diameter and place in the block.
#import grid
#import flood_blocks
struct Params { grid: Grid, blocks: vec3u }
@group(0) @binding(0) var<storage, read>       diameters: array<u32>;
@group(0) @binding(1) var<storage, read>       ridge: array<u32>;
@group(0) @binding(2) var<storage, read>       starts: array<u32>;
@group(0) @binding(3) var<storage, read_write> balls: array<vec2u>; // write
@group(0) @binding(4) var<uniform>             params: Params;

const WORDS = 16u;
var<workgroup> marks: array<u32, WORDS>;

fn list(block: vec3u, start: u32, index: u32) {
  let word = index >> 5u;
  let bit = index & 31u;
  if (((marks[word] >> bit) & 1u) == 0u) { return; }
  var before = countOneBits(marks[word] & ((1u << bit) - 1u));
  for (var w = 0u; w < word; w++) { before += countOneBits(marks[w]); }
  let p = voxel_of_block(block, index);
  let diameter = diameters[p.z * params.grid.slice_words + p.y * params.grid.row_words + p.x];
  balls[start + before] = vec2u(diameter, index);
}

// One workgroup owns a block; its balls are listed in the order of their voxels.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) block: vec3u, @builtin(local_invocation_index) lid: u32) {
  let index = (block.z * params.blocks.y + block.y) * params.blocks.x + block.x;
  if (lid < WORDS) { marks[lid] = ridge[index * WORDS + lid]; }
  workgroupBarrier();
  list(block, starts[index], lid);
  list(block, starts[index], lid + 256u);
}
