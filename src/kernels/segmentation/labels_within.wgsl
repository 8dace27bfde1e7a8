// Masks labels: labels where a mask is set, 0 elsewhere.
#import grid
struct Params { src: Grid, mask: Grid, dst: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       mask: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// One invocation owns one label.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let inside = (mask[word_index(params.mask, p, 5u)] >> (p.x & 31u)) & 1u;
  dst[word] = inside * src[word_index(params.src, p, 0u)];
}
