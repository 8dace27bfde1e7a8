// Histogram of floats in bins whose edges are given as order-preserving keys, privatised per workgroup. `counts` holds
// the values below, above, NaN, then the bins. `COPIES` is a power of two; bins · COPIES is at most `WORDS`, which is
// at most `MOST_BINS`.
#import grid
#import voxel
#import chunks
struct Params {
  task: Grid, src: Grid, within: Grid,
  // A guess of the bin is (v − start) · scale.
  start: f32, scale: f32, bins: u32,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read>       edges: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(4) var<uniform>             params: Params;
override HAS_WITHIN: u32;
override COPIES: u32;
override WORDS: u32;
// 1 where bins are equally wide, and a guess is near.
override EQUAL: u32;

const WIDTH = 256u;
// Bins that there are at most.
const MOST_BINS = 4096u; // export MOST_BINS
var<workgroup> group_bins: array<atomic<u32>, WORDS>;

fn add_run(bin: u32, run: u32, copy: u32) {
  if (run > 0u) { atomicAdd(&group_bins[bin * COPIES + copy], run); }
}

// counts[0] below, counts[1] above, counts[2] NaN, then the bins. edges[i] is the least key of bin i,
// and edges[bins] the first key above the last bin. Float arithmetic only guesses the bin; integer
// comparison with the edges decides, so every adapter counts the same.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let stride = count.x * count.y * WIDTH;
  let chunks = grid_words(params.task);
  let copy = lid & (COPIES - 1u);
  let lowest = edges[0];
  let highest = edges[params.bins];
  var below = 0u;
  var above = 0u;
  var nans = 0u;
  var current = 0u;
  var run = 0u;
  for (var index = flat_index(wid, count, lid, WIDTH); index < chunks; index += stride) {
    let chunk = chunk_at(index, 0u);
    if (chunk.wanted == 0u) { continue; }
    for (var lane = 0u; lane < chunk.lanes; lane++) {
      if (((chunk.wanted >> lane) & 1u) == 0u) { continue; }
      let raw = src[chunk.first + lane];
      let key = raw_to_key(raw, F32);
      if (raw_is_nan(raw, F32)) { nans++; continue; }
      if (key < lowest) { below++; continue; }
      if (key >= highest) { above++; continue; }
      var bin = 0u;
      if (EQUAL == 1u) {
        let guess = (bitcast<f32>(raw) - params.start) * params.scale;
        bin = min(u32(clamp(guess, 0.0, f32(MOST_BINS - 1u))), params.bins - 1u);
        while (key < edges[bin]) { bin--; }
        while (key >= edges[bin + 1u]) { bin++; }
      } else {
        for (var end = params.bins; end - bin > 1u;) {
          let middle = (bin + end) / 2u;
          if (key >= edges[middle]) { bin = middle; } else { end = middle; }
        }
      }
      if (bin != current) {
        add_run(current, run, copy);
        current = bin;
        run = 0u;
      }
      run++;
    }
  }
  add_run(current, run, copy);
  workgroupBarrier();
  for (var bin = lid; bin < params.bins; bin += WIDTH) {
    var total = 0u;
    for (var c = 0u; c < COPIES; c++) { total += atomicLoad(&group_bins[bin * COPIES + c]); }
    if (total > 0u) { atomicAdd(&counts[3u + bin], total); }
  }
  // What is in no bin takes the first words over.
  workgroupBarrier();
  if (lid < 3u) { atomicStore(&group_bins[lid], 0u); }
  workgroupBarrier();
  atomicAdd(&group_bins[0], below);
  atomicAdd(&group_bins[1], above);
  atomicAdd(&group_bins[2], nans);
  workgroupBarrier();
  if (lid < 3u) { atomicAdd(&counts[lid], atomicLoad(&group_bins[lid])); }
}
