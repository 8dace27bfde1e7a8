// Connected-component labelling of a mask: counts the roots of each tile of words.
#import grid
#import runs
struct Params { words: u32 }
@group(0) @binding(0) var<storage, read>       roots: array<u32>;
@group(0) @binding(1) var<storage, read_write> tile_roots: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns a tile.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let tile = flat_index(wid, count, lid, 64u);
  let begin = tile * TILE_WORDS;
  if (begin >= params.words) { return; }
  let end = min(begin + TILE_WORDS, params.words);
  var sum = 0u;
  for (var word = begin; word < end; word++) { sum += countOneBits(roots[word]); }
  tile_roots[tile] = sum;
}
