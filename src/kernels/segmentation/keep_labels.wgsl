// Filters labels by a bitset of ids: keeps those whose bit is set; four per invocation. `ids` is the number of bits.
#import grid
struct Params { src: Grid, dst: Grid, ids: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       chosen: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;

// Keeps the ids whose bit is set and makes the others background. One invocation owns four labels of a row.
@compute @workgroup_size(32, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = id.x * 4u;
  if (x >= params.dst.size.x || id.y >= params.dst.size.y) { return; }
  let p = params.dst.origin + vec3u(x, id.yz);
  let source = word_index(params.src, p, 0u);
  let to = word_index(params.dst, p, 0u);
  let lanes = min(4u, params.dst.size.x - x);
  var last = 0u;
  var kept = 0u;
  for (var i = 0u; i < lanes; i++) {
    let label = src[source + i];
    if (label != last) {
      last = label;
      kept = 0u;
      if (label < params.ids) { kept = label * ((chosen[label >> 5u] >> (label & 31u)) & 1u); }
    }
    dst[to + i] = kept;
  }
}
