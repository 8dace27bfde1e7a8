// Connected-component labelling of values, last pass, as `componentsLabel`, four labels at a time, for rows of a
// multiple of four voxels.
#import grid
#import voxel
#import run_labels
struct Params { bits: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read>       runs: array<vec2u>;
@group(0) @binding(2) var<storage, read>       tile_runs: array<u32>;
@group(0) @binding(3) var<storage, read>       parents: array<u32>;
@group(0) @binding(4) var<storage, read>       block_roots: array<u32>;
@group(0) @binding(5) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(6) var<uniform>             params: Params;

// As components_label, for rows of whole quadruples of labels: one invocation owns a word of 32 voxels, lays
// each run's label over it in registers, and writes four labels at a time.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.bits)) { return; }
  let p = word_position(params.bits, word, 5u);
  var a = vec4u(0u);
  var b = vec4u(0u);
  var c = vec4u(0u);
  var d = vec4u(0u);
  var e = vec4u(0u);
  var f = vec4u(0u);
  var g = vec4u(0u);
  var h = vec4u(0u);
  var open = foreground[word];
  if (open != 0u) {
    let run = runs[word];
    // A word may begin inside a run, which is the last that started before it.
    var index = tile_runs[word / TILE_WORDS] + run.y - (open & ~run.x & 1u);
    for (; open != 0u; index++) {
      let stretch = segment(open, run.x, lowest_bit(open));
      let label = label_of(index);
      a = put(a, stretch, label);
      b = put(b, stretch >> 4u, label);
      c = put(c, stretch >> 8u, label);
      d = put(d, stretch >> 12u, label);
      e = put(e, stretch >> 16u, label);
      f = put(f, stretch >> 20u, label);
      g = put(g, stretch >> 24u, label);
      h = put(h, stretch >> 28u, label);
      open &= ~stretch;
    }
  }
  let at = word_index(params.dst, p, 0u) >> 2u;
  let left = valid_lanes(params.bits, p.x, 5u) >> 2u;
  dst[at] = a;
  if (left == 8u) {
    dst[at + 1u] = b;
    dst[at + 2u] = c;
    dst[at + 3u] = d;
    dst[at + 4u] = e;
    dst[at + 5u] = f;
    dst[at + 6u] = g;
    dst[at + 7u] = h;
    return;
  }
  if (left > 1u) { dst[at + 1u] = b; }
  if (left > 2u) { dst[at + 2u] = c; }
  if (left > 3u) { dst[at + 3u] = d; }
  if (left > 4u) { dst[at + 4u] = e; }
  if (left > 5u) { dst[at + 5u] = f; }
  if (left > 6u) { dst[at + 6u] = g; }
}
