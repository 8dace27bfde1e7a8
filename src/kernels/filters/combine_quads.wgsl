// As combine_fields, four voxels at a time; `first` counts fours of words.
#import grid
#import combined_fields
struct Params { first: u32, count: u32, terms: u32 }
@group(0) @binding(0) var<storage, read>       a: array<vec4f>;
@group(0) @binding(1) var<storage, read>       b: array<vec4f>;
@group(0) @binding(2) var<storage, read>       c: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> dst: array<vec4f>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override MODE: u32;

// One invocation owns four voxels.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = flat_index(wid, count, lid, 64u);
  if (place >= params.count) { return; }
  let x = a[place];
  var y = vec4f();
  var z = vec4f();
  if (params.terms > 1u) { y = b[place]; }
  if (params.terms > 2u) { z = c[place]; }
  dst[params.first + place] = vec4f(combined(x.x, y.x, z.x), combined(x.y, y.y, z.y),
                                    combined(x.z, y.z, z.z), combined(x.w, y.w, z.w));
}
