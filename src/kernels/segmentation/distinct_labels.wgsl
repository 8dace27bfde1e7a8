// The set of ids that occur in a box of labels, in a hash table with open addressing of `slots` words (a power of two),
// 0 where empty, in no particular order. `full[0]` becomes 1 where the table is too small.
#import grid
struct Params { task: Grid, src: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> ids: array<atomic<u32>>;
@group(0) @binding(2) var<storage, read_write> full: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;

const WIDTH = 64u;
const MAX_PROBES = 256u;

fn insert(id: u32) {
  var hash = id * 0x9e3779b1u;
  hash = (hash ^ (hash >> 15u)) * 0xc2b2ae3du;
  hash ^= hash >> 13u;
  for (var probe = 0u; probe < MAX_PROBES; probe++) {
    let slot = (hash + probe) & (params.slots - 1u);
    var known = atomicLoad(&ids[slot]);
    while (known == 0u) {
      // A weak exchange may fail for no reason: then nothing is known yet.
      let claim = atomicCompareExchangeWeak(&ids[slot], 0u, id);
      known = select(claim.old_value, id, claim.exchanged);
    }
    if (known == id) { return; }
  }
  atomicStore(&full[0], 1u);
}

// An invocation takes 32 voxels of a row at a time; most voxels repeat their neighbour.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  var last = 0u;
  for (var chunk = flat_index(wid, count, lid, WIDTH); chunk < chunks; chunk += stride) {
    let p = word_position(params.task, chunk, 5u);
    let lanes = valid_lanes(params.task, p.x, 5u);
    let first = word_index(params.src, p, 0u);
    for (var lane = 0u; lane < lanes; lane++) {
      let id = src[first + lane];
      if (id == last || id == 0u) { continue; }
      last = id;
      insert(id);
    }
  }
}
