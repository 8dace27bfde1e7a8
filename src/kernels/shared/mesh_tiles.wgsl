#import mesh_chunks
// What a tile of chunks adds up to. Reads what its kernels bind: `records`, `tile_vertices`, `tile_triangles`.

var<workgroup> packed: array<u32, TILE>;

// Notes for a chunk how many vertices (low half) and triangles (high half) of its tile come before it, and the tile's
// sums. To be called by all 64 invocations of a workgroup; SIDES says how long a record is.
fn note_counts(chunk: u32, lid: u32, own: u32) {
  packed[lid] = own;
  workgroupBarrier();
  var total = own;
  for (var step = 1u; step < TILE; step <<= 1u) {
    var other = 0u;
    if (lid >= step) { other = packed[lid - step]; }
    workgroupBarrier();
    total += other;
    packed[lid] = total;
    workgroupBarrier();
  }
  if (chunk >= chunk_count()) { return; }
  records[chunk * (3u * SIDES + 2u) + 3u * SIDES + 1u] = total - own;
  if (chunk % TILE == 0u) {
    tile_vertices[chunk / TILE] = packed[TILE - 1u] & 0xffffu;
    tile_triangles[chunk / TILE] = packed[TILE - 1u] >> 16u;
  }
}
