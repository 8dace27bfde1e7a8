// Marching cubes of every object of labels, second pass: writes vertices and triangles where the first pass counted
// them. A vertex is two words, chunk · 256 + axis · 64 + side · 32 + lane, and the id of its object.
#import label_cells
#import mesh_numbers
struct Params {
  labels: Grid,
  first: vec3i, extent: vec3u, own: vec3i, vertex_end: vec3i, cell_end: vec3i, reach: vec3i,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       triangles: array<u32>;
@group(0) @binding(2) var<storage, read>       records: array<u32>;
@group(0) @binding(3) var<storage, read>       tile_vertices: array<u32>;
@group(0) @binding(4) var<storage, read>       tile_triangles: array<u32>;
@group(0) @binding(5) var<storage, read_write> vertices: array<u32>; // write
@group(0) @binding(6) var<storage, read_write> indices: array<u32>; // write
@group(0) @binding(7) var<uniform>             params: Params;

const SIDES = 2u;

// An invocation owns a chunk.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let chunk = flat_index(wid, count, lid, TILE);
  if (chunk >= chunk_count()) { return; }
  let record = chunk * RECORD;
  var crossed = 0u;
  for (var k = 0u; k < WORDS; k++) { crossed |= records[record + k]; }
  let mixed = records[record + WORDS];
  if ((crossed | mixed) == 0u) { return; }
  let p = place_of(chunk);
  let rows = array<Row, 4>(row_at(p.y, p.z), row_at(p.y + 1, p.z), row_at(p.y, p.z + 1), row_at(p.y + 1, p.z + 1));
  let before = counts_before(chunk);
  var vertex = before.x;
  var triangle = before.y;
  for (var rest = crossed | mixed; rest != 0u; rest &= rest - 1u) {
    let lane = countTrailingZeros(rest);
    let low = labels_at(rows, p.x + i32(lane));
    let high = labels_at(rows, p.x + i32(lane) + 1);
    let ids = array<u32, 4>(low.x, high.x, low.y, low.z);
    for (var k = 0u; k < WORDS; k++) {
      if (((records[record + k] >> lane) & 1u) == 0u) { continue; }
      vertices[2u * vertex] = (chunk << 8u) | (k << 5u) | lane;
      vertices[2u * vertex + 1u] = ids[select(0u, 1u + (k >> 1u), (k & 1u) == 1u)];
      vertex++;
    }
    if (((mixed >> lane) & 1u) == 0u) { continue; }
    // Each object of the cell once, at the first of its voxels.
    var seen = 0u;
    for (var k = 0u; k < 8u; k++) {
      if (((seen >> k) & 1u) == 1u) { continue; }
      let id = label_of_corner(low, high, k);
      let code = code_of(low, high, id);
      seen |= code;
      if (id != 0u) { triangle += put_triangles(chunk, lane, code, triangle); }
    }
  }
}
