// Labels 1 and 2 in turn for the slices of a mask across an axis; four per invocation.
#import grid
struct Params { src: Grid, dst: Grid, axis: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// 1 in the even slices of a mask, 2 in the odd ones, 0 outside. One invocation owns four labels of a row.
@compute @workgroup_size(32, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = id.x * 4u;
  if (x >= params.dst.size.x || id.y >= params.dst.size.y) { return; }
  let p = params.dst.origin + vec3u(x, id.yz);
  let word = src[word_index(params.src, p, 5u)];
  let shift = (p.x - params.src.origin.x) & 31u;
  let to = word_index(params.dst, p, 0u);
  let lanes = min(4u, params.dst.size.x - x);
  for (var i = 0u; i < lanes; i++) {
    let slice = p[params.axis] + select(0u, i, params.axis == 0u);
    dst[to + i] = ((word >> (shift + i)) & 1u) * (1u + (slice & 1u));
  }
}
