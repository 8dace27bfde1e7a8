// Macro-cells of a proxy, for skipping empty space: of 8×8×8 voxels and one more on each side, the greatest byte
// (FORM 0), the kinds of phases that occur as bits, code modulo 8 (1), or 255 where there is a label (2). Joined to
// what other slabs gave.
#import grid
const CELL = 8u; // export CELL
struct Params {
  origin: vec3u,     // of the slab, in voxels of the proxy
  row_words: u32,
  size: vec3u,
  unused: u32,
  cells: vec3u,      // of the whole proxy
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> cells: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;
override FORM: u32;

fn word_of(word: u32, columns: vec2u, x: u32) -> u32 {
  if (FORM == 2u) { return select(0u, 255u, word != 0u); }
  // Bytes beside the cell are zero for the maximum, and no phase.
  var joined = 0u;
  for (var lane = 0u; lane < 4u; lane++) {
    let at = 4u * x + lane;
    if (at < columns.x || at >= columns.y) { continue; }
    let byte = (word >> (8u * lane)) & 255u;
    if (FORM == 1u) { joined |= 1u << (byte & 7u); } else { joined = max(joined, byte); }
  }
  return joined;
}

// One invocation owns one cell's share of the slab.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let cell = flat_index(wid, count, lid, 64u);
  let z = cell / (params.cells.x * params.cells.y);
  if (z >= params.cells.z) { return; }
  let rest = cell - z * params.cells.x * params.cells.y;
  let y = rest / params.cells.x;
  let first = CELL * vec3u(rest - y * params.cells.x, y, z);
  // The cell with its margin, cut to the slab, in voxels of the slab.
  let lo = max(max(first, vec3u(1u)) - 1u, params.origin);
  let hi = min(first + CELL + 1u, params.origin + params.size);
  if (any(lo >= hi)) { return; }
  let start = lo - params.origin;
  let end = hi - params.origin;
  let shift = select(2u, 0u, FORM == 2u);
  var found = 0u;
  for (var k = start.z; k < end.z; k++) {
    for (var j = start.y; j < end.y; j++) {
      let row = (k * params.size.y + j) * params.row_words;
      for (var i = start.x >> shift; i <= (end.x - 1u) >> shift; i++) {
        let value = word_of(src[row + i], vec2u(start.x, end.x), i);
        if (FORM == 1u) { found |= value; } else { found = max(found, value); }
      }
    }
  }
  if (FORM == 1u) { atomicOr(&cells[cell], found); } else { atomicMax(&cells[cell], found); }
}
