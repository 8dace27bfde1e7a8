// Connected-component labelling of values, last pass: writes the labels of all voxels from the runs and their roots.
#import grid
#import voxel
#import run_labels
struct Params { bits: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read>       runs: array<vec2u>;
@group(0) @binding(2) var<storage, read>       tile_runs: array<u32>;
@group(0) @binding(3) var<storage, read>       parents: array<u32>;
@group(0) @binding(4) var<storage, read>       block_roots: array<u32>;
@group(0) @binding(5) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(6) var<uniform>             params: Params;

// One invocation owns a word of 32 voxels. It goes from run to run and lays each run's label over
// eight voxels in registers, so that memory is read per run and written once per voxel.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.bits)) { return; }
  let p = word_position(params.bits, word, 5u);
  let bits = foreground[word];
  var starts = 0u;
  var index = 0u;
  var label = 0u;
  if (bits != 0u) {
    let run = runs[word];
    starts = run.x;
    index = tile_runs[word / TILE_WORDS] + run.y;
    if ((bits & ~starts & 1u) != 0u) { label = label_of(index - 1u); }
  }
  var at = word_index(params.dst, p, 0u);
  var left = i32(valid_lanes(params.bits, p.x, 5u));
  for (var low = 0u; low < 32u && left > 0; low += 8u) {
    let begins = extractBits(starts, low, 8u);
    var a = vec4u(0u);
    var b = vec4u(0u);
    for (var open = extractBits(bits, low, 8u); open != 0u;) {
      let first = lowest_bit(open);
      if ((begins & first) != 0u) {
        label = label_of(index);
        index++;
      }
      let stretch = segment(open, begins, first);
      a = put(a, stretch, label);
      b = put(b, stretch >> 4u, label);
      open &= ~stretch;
    }
    dst[at] = a.x;
    if (left >= 8) {
      dst[at + 1u] = a.y;
      dst[at + 2u] = a.z;
      dst[at + 3u] = a.w;
      dst[at + 4u] = b.x;
      dst[at + 5u] = b.y;
      dst[at + 6u] = b.z;
      dst[at + 7u] = b.w;
    } else {
      if (left > 1) { dst[at + 1u] = a.y; }
      if (left > 2) { dst[at + 2u] = a.z; }
      if (left > 3) { dst[at + 3u] = a.w; }
      if (left > 4) { dst[at + 4u] = b.x; }
      if (left > 5) { dst[at + 5u] = b.y; }
      if (left > 6) { dst[at + 6u] = b.z; }
    }
    at += 8u;
    left -= 8;
  }
}
