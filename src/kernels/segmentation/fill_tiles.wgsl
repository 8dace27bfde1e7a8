// Copies painted tiles of 32³ bits to a mask. `begins` holds for each place of the box of `count` tiles from `first` on
// where its 1,024 words begin in `tiles`, plus one, or 0 where nothing is painted. Word y + 32 z of a tile is a row.
#import grid
#import voxel
struct Params { dst: Grid, first: vec3u, count: vec3u }
@group(0) @binding(0) var<storage, read>       begins: array<u32>;
@group(0) @binding(1) var<storage, read>       tiles: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// The row of a tile that holds a voxel; 0 beyond the box of tiles.
fn row_at(p: vec3u) -> u32 {
  let place = p / 32u - params.first;
  if (place.x >= params.count.x) { return 0u; }
  let begin = begins[place.x + params.count.x * (place.y + params.count.y * place.z)];
  if (begin == 0u) { return 0u; }
  return tiles[begin - 1u + p.y % 32u + 32u * (p.z % 32u)];
}

// One invocation owns one mask word: 32 voxels of one row, which are of two tiles where the box begins inside of one.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let shift = p.x % 32u;
  var bits = row_at(p) >> shift;
  if (shift > 0u) { bits |= row_at(p + vec3u(32u, 0u, 0u)) << (32u - shift); }
  dst[word] = bits & lanes_mask(valid_lanes(params.dst, p.x, 5u), BIT);
}
