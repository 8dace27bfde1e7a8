// Blocks (tiles) of a flood: 8³ voxels and the shell (halo) of one voxel around them, of which one workgroup brings a
// flood to rest.

// Voxels along the edge of a block, and of a block with its shell; voxels of both.
const BLOCK = 8u; // export FLOOD_EDGE
const BLOCK_VOXELS = BLOCK * BLOCK * BLOCK; // export FLOOD_VOXELS
const SHELL = 10u;
const SHELL_VOXELS = SHELL * SHELL * SHELL; // export FLOOD_SHELL_VOXELS
const DRY = 0xffffffffu;
// The bit of a voxel's path that says that it ends here; the others say what it ends in.
const TERMINAL = 0x80000000u;

// A line of a block's eight voxels along an axis: place in the shell of the voxel before it, and from one to the next.
struct Line { before: u32, stride: u32 }

// The line along an axis that one of 64 invocations owns.
fn line_of(axis: u32, index: u32) -> Line {
  let i = (index & 7u) + 1u;
  let j = (index >> 3u) + 1u;
  if (axis == 0u) { return Line(j * 100u + i * SHELL, 1u); }
  if (axis == 1u) { return Line(j * 100u + i, SHELL); }
  return Line(j * SHELL + i, 100u);
}

// Place in the shell of the block's voxel with an index.
fn place_in_shell(index: u32) -> u32 {
  return ((index >> 6u) + 1u) * 100u + (((index >> 3u) & 7u) + 1u) * SHELL + (index & 7u) + 1u;
}

// Voxel of a block with an index.
fn voxel_of_block(block: vec3u, index: u32) -> vec3u {
  return block * BLOCK + vec3u(index & 7u, (index >> 3u) & 7u, index >> 6u);
}

// Voxel of a place in the shell; it may lie outside the grid.
fn voxel_of_shell(block: vec3u, place: u32) -> vec3i {
  let z = place / 100u;
  let y = (place - z * 100u) / SHELL;
  return vec3i(block * BLOCK) + vec3i(i32(place - z * 100u - y * SHELL), i32(y), i32(z)) - 1;
}

// The offset to one of 27 neighbours by its place, and the number of axes along which it is off.
fn offset_of(place: u32) -> vec3i {
  return vec3i(i32(place % 3u), i32(place / 3u % 3u), i32(place / 9u)) - 1;
}

fn axes_of(offset: vec3i) -> u32 {
  return u32(abs(offset.x) + abs(offset.y) + abs(offset.z));
}

// Whether a neighbour touches: across faces (reach 1), edges (2) or corners (3).
fn touches(offset: vec3i, reach: u32) -> bool {
  let axes = axes_of(offset);
  return axes != 0u && axes <= reach;
}

// The block with an index.
fn block_of(index: u32, blocks: vec3u) -> vec3u {
  let row = index / blocks.x;
  return vec3u(index - row * blocks.x, row % blocks.y, row / blocks.y);
}

// Eight voxels in a row.
struct Eight { low: vec4u, high: vec4u }
