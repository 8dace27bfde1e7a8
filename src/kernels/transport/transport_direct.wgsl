// Conjugate gradients: moves the potential along the search direction, x += α p, and takes the next one, p = z + β p.
#import grid
struct Params {
  length: u32
}
@group(0) @binding(0) var<storage, read> z: array<f32>;
@group(0) @binding(1) var<storage, read> scalars: array<f32>;
@group(0) @binding(2) var<storage, read_write> p: array<f32>;
@group(0) @binding(3) var<storage, read_write> x: array<f32>;
@group(0) @binding(4) var<uniform> params: Params;

// One invocation owns one element.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 256u);
  if (place >= params.length) { return; }
  let last = p[place];
  x[place] += scalars[1] * last;
  p[place] = z[place] + scalars[2] * last;
}
