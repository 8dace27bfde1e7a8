// Marching cubes of every object of labels, first pass: which edges of a chunk of 32 voxels have vertices, which
// cells have triangles, and how many. `triangles` holds eight words for each of the 256 kinds of cells, the first of
// them the number of triangles.
#import label_cells
#import mesh_tiles
struct Params {
  labels: Grid,
  first: vec3i, extent: vec3u, own: vec3i, vertex_end: vec3i, cell_end: vec3i, reach: vec3i,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       triangles: array<u32>;
@group(0) @binding(2) var<storage, read_write> records: array<u32>; // write
@group(0) @binding(3) var<storage, read_write> tile_vertices: array<u32>; // write
@group(0) @binding(4) var<storage, read_write> tile_triangles: array<u32>; // write
@group(0) @binding(5) var<uniform>             params: Params;

const SIDES = 2u;

// An invocation owns a chunk.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let chunk = flat_index(wid, count, lid, TILE);
  var found = 0u;
  if (chunk < chunk_count()) {
    let p = place_of(chunk);
    let edges = lanes_of_edges(p);
    let own = lanes_of_cells(p);
    let rows = array<Row, 4>(row_at(p.y, p.z), row_at(p.y + 1, p.z), row_at(p.y, p.z + 1), row_at(p.y + 1, p.z + 1));
    var below = vec3u();
    var above = vec3u();
    var mixed = 0u;
    var low = labels_at(rows, p.x);
    for (var lane = 0u; lane < 32u; lane++) {
      let high = labels_at(rows, p.x + i32(lane) + 1);
      if (any(low != high) || any(low.xyz != low.www)) {
        let here = vec3u(low.x);
        let next = vec3u(high.x, low.yz);
        let crossed = (edges >> vec3u(lane)) & select(vec3u(0u), vec3u(1u), here != next);
        below |= select(vec3u(0u), crossed, here != vec3u(0u)) << vec3u(lane);
        above |= select(vec3u(0u), crossed, next != vec3u(0u)) << vec3u(lane);
        if (((own >> lane) & 1u) == 1u) {
          mixed |= 1u << lane;
          var seen = 0u;
          for (var k = 0u; k < 8u; k++) {
            if (((seen >> k) & 1u) == 1u) { continue; }
            let id = label_of_corner(low, high, k);
            let code = code_of(low, high, id);
            seen |= code;
            if (id != 0u) { found += triangles[8u * code] << 16u; }
          }
        }
      }
      low = high;
    }
    for (var axis = 0u; axis < 3u; axis++) {
      records[8u * chunk + 2u * axis] = below[axis];
      records[8u * chunk + 2u * axis + 1u] = above[axis];
    }
    records[8u * chunk + 6u] = mixed;
    found += dot(countOneBits(below) + countOneBits(above), vec3u(1u));
  }
  note_counts(chunk, lid, found);
}
