// Mask of the labels whose bit is set in a bitset of ids; a word per invocation. `ids` is the number of bits.
#import grid
struct Params { src: Grid, dst: Grid, ids: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       chosen: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// The voxels of the ids whose bit is set. One invocation owns a word of the mask.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 5u);
  let lanes = valid_lanes(params.dst, p.x, 5u);
  let source = word_index(params.src, p, 0u);
  var last = 0u;
  var kept = 0u;
  var bits = 0u;
  for (var lane = 0u; lane < lanes; lane++) {
    let label = src[source + lane];
    if (label != last) {
      last = label;
      kept = 0u;
      if (label < params.ids) { kept = (chosen[label >> 5u] >> (label & 31u)) & 1u; }
    }
    bits |= kept << lane;
  }
  dst[word] = bits;
}
