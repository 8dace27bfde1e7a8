#import mesh_chunks
// Numbers of vertices, and triangles of cells. Reads what its kernels bind: `records`, `tile_vertices` and
// `tile_triangles` (sums of all tiles before), `triangles`, `indices`; of SIDES.
//
// `triangles` holds eight words for each of the 256 kinds of cells: how many triangles, and each of them. Of a triangle
// each of the three low bytes is an edge: bits 0 … 2 its lower corner (x + 2 y + 4 z), 3 and 4 its axis.

const WORDS = 3u * SIDES;
const RECORD = WORDS + 2u;

// How many vertices come before the chunk's own, and how many triangles.
fn counts_before(chunk: u32) -> vec2u {
  let own = records[chunk * RECORD + WORDS + 1u];
  return vec2u(tile_vertices[chunk / TILE] + (own & 0xffffu), tile_triangles[chunk / TILE] + (own >> 16u));
}

// The number of the vertex on an edge: vertices count voxel by voxel, then by axis, then by side.
fn vertex_number(chunk: u32, lane: u32, word: u32) -> u32 {
  let below = (1u << lane) - 1u;
  var number = counts_before(chunk).x;
  for (var k = 0u; k < WORDS; k++) {
    let bits = records[chunk * RECORD + k];
    number += countOneBits(bits & below);
    if (k < word) { number += (bits >> lane) & 1u; }
  }
  return number;
}

// Writes the triangles of an object in a cell; gives how many there are.
fn put_triangles(chunk: u32, lane: u32, code: u32, at: u32) -> u32 {
  let many = triangles[8u * code];
  for (var t = 0u; t < many; t++) {
    let edges = triangles[8u * code + 1u + t];
    for (var j = 0u; j < 3u; j++) {
      let edge = (edges >> (8u * j)) & 0xffu;
      let lower = edge & 7u;
      let x = lane + (lower & 1u);
      let other = chunk + (x >> 5u) + params.extent.x * (((lower >> 1u) & 1u) + params.extent.y * (lower >> 2u));
      var word = SIDES * (edge >> 3u);
      // Of two sides the one at the object's own end.
      if (SIDES == 2u && ((code >> lower) & 1u) == 0u) { word += 1u; }
      indices[3u * (at + t) + j] = vertex_number(other, x & 31u, word);
    }
  }
  return many;
}
