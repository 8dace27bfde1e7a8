// Marching cubes of a mask, first pass: which edges of a chunk of 32 voxels have vertices, which cells have
// triangles, and how many. `triangles` holds eight words for each of the 256 kinds of cells, the first of them the
// number of triangles.
#import cell_rows
#import mesh_tiles
struct Params {
  src: Grid,
  first: vec3i, extent: vec3u, own: vec3i, vertex_end: vec3i, cell_end: vec3i, reach: vec3i,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       triangles: array<u32>;
@group(0) @binding(2) var<storage, read_write> records: array<u32>; // write
@group(0) @binding(3) var<storage, read_write> tile_vertices: array<u32>; // write
@group(0) @binding(4) var<storage, read_write> tile_triangles: array<u32>; // write
@group(0) @binding(5) var<uniform>             params: Params;

const SIDES = 1u;

// An invocation owns a chunk. Cells that are all of one kind are left out by their bits.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let chunk = flat_index(wid, count, lid, TILE);
  var found = 0u;
  if (chunk < chunk_count()) {
    let p = place_of(chunk);
    let cells = cells_at(p.x, p.y, p.z);
    let crossed = (vec3u(cells.low.x) ^ vec3u(cells.high.x, cells.low.yz)) & lanes_of_edges(p);
    let inside = cells.low & cells.high;
    let either = cells.low | cells.high;
    let mixed = (either.x | either.y | either.z | either.w) & ~(inside.x & inside.y & inside.z & inside.w)
      & lanes_of_cells(p);
    records[5u * chunk] = crossed.x;
    records[5u * chunk + 1u] = crossed.y;
    records[5u * chunk + 2u] = crossed.z;
    records[5u * chunk + 3u] = mixed;
    found = dot(countOneBits(crossed), vec3u(1u));
    for (var rest = mixed; rest != 0u; rest &= rest - 1u) {
      found += triangles[8u * cell_code(cells, countTrailingZeros(rest))] << 16u;
    }
  }
  note_counts(chunk, lid, found);
}
