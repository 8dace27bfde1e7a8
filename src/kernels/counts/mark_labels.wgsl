// Sets in `marks`, a bitset of ids, the bit of every id from 1 to `ids` − 1 that occurs in a box of labels, or in a
// mask there.
#import grid
struct Params { task: Grid, src: Grid, within: Grid, ids: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> marks: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override HAS_WITHIN: u32;

const WIDTH = 64u;

// Sets the bit of every id that occurs. Most voxels repeat their neighbour, and most ids are marked
// already: memory is only written for what is new.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  var last = 0u;
  for (var chunk = flat_index(wid, count, lid, WIDTH); chunk < chunks; chunk += stride) {
    let p = word_position(params.task, chunk, 5u);
    let lanes = valid_lanes(params.task, p.x, 5u);
    var wanted = 0xffffffffu;
    if (HAS_WITHIN == 1u) { wanted = within[word_index(params.within, p, 5u)]; }
    let first = word_index(params.src, p, 0u);
    for (var lane = 0u; lane < lanes; lane++) {
      if (((wanted >> lane) & 1u) == 0u) { continue; }
      let id = src[first + lane];
      if (id == last || id == 0u || id >= params.ids) { continue; }
      last = id;
      let bit = 1u << (id & 31u);
      if ((atomicLoad(&marks[id >> 5u]) & bit) == 0u) { atomicOr(&marks[id >> 5u], bit); }
    }
  }
}
