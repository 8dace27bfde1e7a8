// Connected-component labelling of a mask: numbers roots in raster order, and writes their labels in place of their
// parents.
#import grid
#import runs
struct Params { words: u32, slots: u32 }
@group(0) @binding(0) var<storage, read>       roots: array<u32>;
@group(0) @binding(1) var<storage, read>       tile_roots: array<u32>;
@group(0) @binding(2) var<storage, read_write> parents: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;

// One invocation owns a tile of words. `tile_roots` holds how many roots there are before it.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let tile = flat_index(wid, count, lid, 64u);
  let end = min((tile + 1u) * TILE_WORDS, params.words);
  var word = tile * TILE_WORDS;
  if (word >= end) { return; }
  var label = tile_roots[tile];
  var open = roots[word];
  loop {
    if (open != 0u) {
      label++;
      parents[word * params.slots + (firstTrailingBit(open) >> 1u)] = ROOT | label;
      open &= open - 1u;
      continue;
    }
    word++;
    if (word >= end) { break; }
    open = roots[word];
  }
}
