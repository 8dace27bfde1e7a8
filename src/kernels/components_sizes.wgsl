#import grid
#import runs
struct Params { bits: Grid }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read>       runs: array<vec2u>;
@group(0) @binding(2) var<storage, read>       tile_runs: array<u32>;
@group(0) @binding(3) var<storage, read>       parents: array<u32>;
@group(0) @binding(4) var<storage, read>       block_roots: array<u32>;
@group(0) @binding(5) var<storage, read_write> sizes: array<atomic<u32>>;
@group(0) @binding(6) var<uniform>             params: Params;

fn component_of(run: u32) -> u32 {
  var root = run;
  var entry = parents[run];
  if ((entry & ROOT) == 0u) {
    root = entry;
    entry = parents[root];
  }
  return block_roots[root / BLOCK_RUNS] + (entry & ~ROOT);
}

// Adds to each component's entry its voxels. One invocation owns a tile of words, and adds up what follows
// each other in one component first, since one component often holds nearly all.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let tile = flat_index(wid, count, lid, 64u);
  let words = grid_words(params.bits);
  let end = min((tile + 1u) * TILE_WORDS, words);
  var component = 0u;
  var found = 0u;
  for (var word = tile * TILE_WORDS; word < end; word++) {
    let run = runs[word];
    var index = tile_runs[tile] + run.y;
    for (var open = foreground[word]; open != 0u;) {
      let first = lowest_bit(open);
      if ((run.x & first) != 0u) { index++; }
      let stretch = segment(open, run.x, first);
      open &= ~stretch;
      let here = component_of(index - 1u);
      if (here != component) {
        if (found > 0u) { atomicAdd(&sizes[component], found); }
        component = here;
        found = 0u;
      }
      found += countOneBits(stretch);
    }
  }
  if (found > 0u) { atomicAdd(&sizes[component], found); }
}
