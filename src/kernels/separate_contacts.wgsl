#import grid
struct Params { src: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       basins: array<u32>;
@group(0) @binding(1) var<storage, read>       heights: array<u32>;
@group(0) @binding(2) var<storage, read_write> saddles: array<atomic<u32>>;
@group(0) @binding(3) var<storage, read_write> first: array<atomic<u32>>;
@group(0) @binding(4) var<storage, read_write> found: array<atomic<u32>>;
@group(0) @binding(5) var<uniform>             params: Params;

const MAX_PROBES = 256u;

// Raises the saddle of basins a < b. A slot of the hash table is (a, b, saddle), 0 where empty; slots is
// a power of two. A slot gets its a from one invocation and its b from the first that comes with the
// same a, perhaps another, so that nobody waits and a pair never takes two slots.
fn raise_saddle(a: u32, b: u32, height: u32) {
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

// One invocation owns one voxel and its 13 later neighbours in raster order.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let size = params.src.size;
  if (any(id >= size)) { return; }
  let at = id.z * params.src.slice_words + id.y * params.src.row_words + id.x;
  let own = basins[at];
  if (own == 0u) { return; }
  var left = 0u;
  if (id.x > 0u) { left = basins[at - 1u]; }
  if (left != own && atomicLoad(&first[own]) > at) { atomicMin(&first[own], at); }
  var height = 0u;
  for (var n = 14u; n < 27u; n++) {
    let p = vec3i(id) + vec3i(i32(n % 3u), i32((n / 3u) % 3u), i32(n / 9u)) - 1;
    if (p.x < 0 || p.y < 0 || any(p >= vec3i(size))) { continue; }
    let there = u32(p.z) * params.src.slice_words + u32(p.y) * params.src.row_words + u32(p.x);
    let other = basins[there];
    if (other == 0u || other == own) { continue; }
    if (height == 0u) { height = heights[at]; }
    raise_saddle(min(own, other), max(own, other), min(height, heights[there]));
  }
}
