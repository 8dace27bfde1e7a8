#import grid
#import wide
#import modular
struct Params { count: u32, prime: u32, inverse: u32, scale: u32 }
@group(0) @binding(0) var<storage, read>       a: array<u32>;
@group(0) @binding(1) var<storage, read_write> b: array<u32>;
@group(0) @binding(2) var<uniform>             params: Params;
override MULTIPLY: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  if (i >= params.count) { return; }
  if (MULTIPLY == 0u) {
    b[i] = add_modular(a[i], b[i], params.prime);
    return;
  }
  let product = multiply_modular(a[i], b[i], params.prime, params.inverse);
  b[i] = multiply_modular(product, params.scale, params.prime, params.inverse);
}
