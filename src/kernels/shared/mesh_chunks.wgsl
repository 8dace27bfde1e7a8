#import grid
// Chunks of 32 voxels along x, in which the kernels of meshes count and number vertices and triangles. Reads what its
// kernels bind: of `params` the fields of a box, and SIDES.
//
// A voxel owns the three edges to its next neighbours; the voxel before the first of a volume is one, at −1. A vertex
// lies on an edge between two labels: of the object at its lower end (side 0), at its upper end (side 1), or of both.
// Of a mask it has one side. A chunk's record holds a word for each axis and side with a bit per vertex, one with a
// bit per cell that has triangles, and how many vertices (low half) and triangles (high half) come before it in its
// tile.

const TILE = 64u; // export MESH_TILE

fn chunk_count() -> u32 {
  return params.extent.x * params.extent.y * params.extent.z;
}

// The first voxel of a chunk.
fn place_of(chunk: u32) -> vec3i {
  let row = chunk / params.extent.x;
  let x = 32u * (chunk - row * params.extent.x);
  return params.first + vec3i(vec3u(x, row % params.extent.y, row / params.extent.y));
}

// Bits of the lanes from `begin` to below `end`, both voxels along x.
fn lanes_between(x: i32, begin: i32, end: i32) -> u32 {
  let low = u32(clamp(begin - x, 0, 32));
  let high = u32(clamp(end - x, 0, 32));
  if (high <= low) { return 0u; }
  return (0xffffffffu >> (32u - (high - low))) << low;
}

// The lanes of a chunk whose edge along each axis may have vertices.
fn lanes_of_edges(p: vec3i) -> vec3u {
  let all = lanes_between(p.x, params.own.x, params.vertex_end.x);
  return vec3u(lanes_between(p.x, params.own.x, params.reach.x), select(0u, all, p.y < params.reach.y),
               select(0u, all, p.z < params.reach.z));
}

// The lanes of a chunk whose cells are the box's own.
fn lanes_of_cells(p: vec3i) -> u32 {
  return select(0u, lanes_between(p.x, params.own.x, params.cell_end.x), all(p.yz < params.cell_end.yz));
}
