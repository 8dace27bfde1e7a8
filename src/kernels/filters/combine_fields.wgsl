// Voxel-wise combination of up to three f32 fields of one layout into one.
#import grid
struct Params { src: Grid, dst: Grid, terms: u32 }
@group(0) @binding(0) var<storage, read>       a: array<f32>;
@group(0) @binding(1) var<storage, read>       b: array<f32>;
@group(0) @binding(2) var<storage, read>       c: array<f32>;
@group(0) @binding(3) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
// 0: root of the sum of squares, 1: sum, of the first `terms` fields; 2: a · b.
override MODE: u32;

// Fields lie alike, one voxel per word; one invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.src)) { return; }
  let first = a[word];
  var out = 0.0;
  if (MODE == 2u) {
    out = first * b[word];
  } else {
    out = select(first, first * first, MODE == 0u);
    if (params.terms > 1u) {
      let next = b[word];
      out += select(next, next * next, MODE == 0u);
    }
    if (params.terms > 2u) {
      let next = c[word];
      out += select(next, next * next, MODE == 0u);
    }
    if (MODE == 0u) { out = sqrt(out); }
  }
  dst[word_index(params.dst, word_position(params.src, word, 0u), 0u)] = out;
}
