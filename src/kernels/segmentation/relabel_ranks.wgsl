// Relabelling by rank: every id becomes its place, from 1, in the ascending list `ids`, which holds all that occur;
// found by halving (binary search). For ids too far apart for a table by id.
#import grid
struct Params { src: Grid, dst: Grid, count: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       ids: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

fn rank_of(id: u32) -> u32 {
  var low = 0u;
  var high = params.count;
  while (low + 1u < high) {
    let middle = (low + high) / 2u;
    if (ids[middle] <= id) { low = middle; } else { high = middle; }
  }
  return low + 1u;
}

// One invocation owns one label.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.dst)) { return; }
  let id = src[word_index(params.src, word_position(params.dst, word, 0u), 0u)];
  var rank = 0u;
  if (id != 0u) { rank = rank_of(id); }
  dst[word] = rank;
}
