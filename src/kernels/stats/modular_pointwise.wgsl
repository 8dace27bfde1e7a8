// Pointwise products of number-theoretic transforms (convolution theorem): products modulo the prime, divided by 2^32
// (Montgomery), of the numbers of `a` and those of `b` at opposite frequencies, in boxes of `size`; `block` is that of
// the lengths. Written to `sums` or, with ADD 1, added to them. `count` is the number of fours.
#import grid
#import modular
#import modular_order
struct Params { size: vec3u, count: u32, block: vec3u }
@group(0) @binding(0) var<storage, read>       a: array<vec4u>;
@group(0) @binding(1) var<storage, read>       b: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4u>;
@group(0) @binding(3) var<uniform>             params: Params;
override ADD: u32;

alias Numbers = vec4u;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  if (i >= params.count) { return; }
  let size = vec3u(params.size.x / 4u, params.size.yz);
  let row = i / size.x;
  let p = vec3u(i - row * size.x, row % size.y, row / size.y);
  let x = opposite(p.x, size.x, params.block.x / 4u);
  let y = opposite(p.y, size.y, params.block.y);
  let z = opposite(p.z, size.z, params.block.z);
  let product = multiply_modular(turned(a[(z * size.y + y) * size.x + x], p.x), b[i]);
  if (ADD == 1u) { sums[i] = add_modular(sums[i], product); } else { sums[i] = product; }
}
