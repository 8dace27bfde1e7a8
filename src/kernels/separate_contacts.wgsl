#import grid
struct Params { src: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       basins: array<u32>;
@group(0) @binding(1) var<storage, read>       heights: array<u32>;
@group(0) @binding(2) var<storage, read_write> saddles: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> first: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;

const MAX_PROBES = 256u;

// Raises the saddle of a pair of basins a < b; (0, 0) is none. A slot of the hash table is (a, b, saddle), 0 where empty; slots is
// a power of two. A slot gets its a from one invocation and its b from the first that comes with the
// same a, perhaps another, so that nobody waits and a pair never takes two slots.
fn raise_saddle(pair: vec2u, height: u32) {
  let a = pair.x;
  let b = pair.y;
  if (a == 0u) { return; }
  var hash = a * 0x9e3779b1u + b * 0x85ebca77u;
  hash = (hash ^ (hash >> 15u)) * 0xc2b2ae3du;
  hash ^= hash >> 13u;
  for (var probe = 0u; probe < MAX_PROBES; probe++) {
    let slot = 3u * ((hash + probe) & (params.slots - 1u));
    var known = atomicLoad(&saddles[slot]);
    while (known == 0u) {
      let claim = atomicCompareExchangeWeak(&saddles[slot], 0u, a);
      known = select(claim.old_value, a, claim.exchanged);
    }
    if (known != a) { continue; }
    known = atomicLoad(&saddles[slot + 1u]);
    while (known == 0u) {
      let claim = atomicCompareExchangeWeak(&saddles[slot + 1u], 0u, b);
      known = select(claim.old_value, b, claim.exchanged);
    }
    if (known != b) { continue; }
    if (atomicLoad(&saddles[slot + 2u]) < height) { atomicMax(&saddles[slot + 2u], height); }
    return;
  }
  atomicStore(&found[0], 1u);
}

fn basin(row: u32, x: i32) -> u32 {
  if (x < 0 || x >= i32(params.src.size.x)) { return 0u; }
  return basins[row + u32(x)];
}

// One invocation owns four voxels in a row and their later neighbours in raster order: in the row itself,
// the next row, and three rows of the next slice.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  let x = i32(id.x << 2u);
  if (u32(x) >= size.x || id.y >= size.y) { return; }
  let own_row = id.z * params.src.slice_words + id.y * params.src.row_words;
  let own = vec4u(basin(own_row, x), basin(own_row, x + 1), basin(own_row, x + 2), basin(own_row, x + 3));
  if (all(own == vec4u(0u))) { return; }
  let left = vec4u(basin(own_row, x - 1), own.xyz);
  for (var k = 0u; k < 4u; k++) {
    let at = own_row + u32(x) + k;
    if (own[k] == left[k] || own[k] == 0u) { continue; }
    if (atomicLoad(&first[own[k]]) > at) { atomicMin(&first[own[k]], at); }
  }
  var last = vec2u(0u);
  var highest = 0u;
  for (var r = 0u; r < 5u; r++) {
    // Rows at (y, z) offsets (0, 0), (1, 0), (−1, 1), (0, 1), (1, 1).
    let y = i32(id.y) + select(i32(r) - 3, i32(r), r < 2u);
    let z = id.z + select(1u, 0u, r < 2u);
    if (y < 0 || y >= i32(size.y) || z >= size.z) { continue; }
    let row = z * params.src.slice_words + u32(y) * params.src.row_words;
    var here = own;
    if (r != 0u) { here = vec4u(basin(row, x), basin(row, x + 1), basin(row, x + 2), basin(row, x + 3)); }
    let after = vec4u(here.yzw, basin(row, x + 4));
    var before = vec4u(0u);
    if (r != 0u) { before = vec4u(basin(row, x - 1), here.xyz); }
    for (var d = -1; d <= 1; d++) {
      let other = select(select(here, before, d < 0), after, d > 0);
      let touch = (other != own) & (other != vec4u(0u)) & (own != vec4u(0u));
      if (!any(touch)) { continue; }
      for (var k = 0; k < 4; k++) {
        if (!touch[k]) { continue; }
        let height = min(heights[own_row + u32(x + k)], heights[row + u32(x + k + d)]);
        let pair = vec2u(min(own[k], other[k]), max(own[k], other[k]));
        // Most contacts of four voxels are of one pair: only when it changes, the table hears of it.
        if (any(pair != last)) {
          raise_saddle(last, highest);
          last = pair;
          highest = 0u;
        }
        highest = max(highest, height);
      }
    }
  }
  raise_saddle(last, highest);
}
