#import grid
#import runs
struct Params { bits: Grid, dst: Grid, least: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read>       runs: array<vec2u>;
@group(0) @binding(2) var<storage, read>       tile_runs: array<u32>;
@group(0) @binding(3) var<storage, read>       parents: array<u32>;
@group(0) @binding(4) var<storage, read>       block_roots: array<u32>;
@group(0) @binding(5) var<storage, read>       sizes: array<u32>;
@group(0) @binding(6) var<storage, read_write> dst: array<u32>;
@group(0) @binding(7) var<uniform>             params: Params;

fn component_of(run: u32) -> u32 {
  var root = run;
  var entry = parents[run];
  if ((entry & ROOT) == 0u) {
    root = entry;
    entry = parents[root];
  }
  return block_roots[root / BLOCK_RUNS] + (entry & ~ROOT);
}

// Keeps the voxels of components of at least `least` voxels. One invocation owns one mask word.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.bits)) { return; }
  let run = runs[word];
  var index = tile_runs[word / TILE_WORDS] + run.y;
  var kept = 0u;
  for (var open = foreground[word]; open != 0u;) {
    let first = lowest_bit(open);
    if ((run.x & first) != 0u) { index++; }
    let stretch = segment(open, run.x, first);
    open &= ~stretch;
    if (sizes[component_of(index - 1u)] >= params.least) { kept |= stretch; }
  }
  dst[word] = kept;
}
