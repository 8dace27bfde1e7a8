// Histogram of labels: the number of voxels of every id.
#import grid
struct Params { src: Grid, chunks: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> sizes: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

const ROWS = 8u; // export COUNTED_CHUNKS

// Adds to each id's entry how many voxels have it. One invocation owns 32 voxels of each of ROWS rows and
// counts equal ids that follow each other before it adds, since one object often holds nearly all.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  let words = grid_words(params.chunks);
  let end = min((task + 1u) * ROWS, words);
  var id = 0u;
  var found = 0u;
  for (var chunk = task * ROWS; chunk < end; chunk++) {
    let p = word_position(params.chunks, chunk, 5u);
    let lanes = valid_lanes(params.chunks, p.x, 5u);
    let source = word_index(params.src, p, 0u);
    for (var lane = 0u; lane < lanes; lane++) {
      let here = src[source + lane];
      if (here != id) {
        if (id != 0u && found > 0u) { atomicAdd(&sizes[id], found); }
        id = here;
        found = 0u;
      }
      found++;
    }
  }
  if (id != 0u && found > 0u) { atomicAdd(&sizes[id], found); }
}
