// Voxel-wise combination of up to three f32 fields of one layout into one, whose words begin at word `first` of `dst`.
#import grid
#import combined_fields
struct Params { first: u32, count: u32, terms: u32 }
@group(0) @binding(0) var<storage, read>       a: array<f32>;
@group(0) @binding(1) var<storage, read>       b: array<f32>;
@group(0) @binding(2) var<storage, read>       c: array<f32>;
@group(0) @binding(3) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override MODE: u32;

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 64u);
  if (place >= params.count) { return; }
  var fields = vec3f(a[place], 0.0, 0.0);
  if (params.terms > 1u) { fields.y = b[place]; }
  if (params.terms > 2u) { fields.z = c[place]; }
  dst[params.first + place] = combined(fields.x, fields.y, fields.z);
}
