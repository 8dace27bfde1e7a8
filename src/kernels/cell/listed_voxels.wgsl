// Values of listed voxels, any dtype to f32.
#import source_voxel
struct Params { src: Grid, count: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       places: array<u32>;
@group(0) @binding(2) var<storage, read_write> values: array<f32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one voxel of the list, which has x, y, z of each.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.count) { return; }
  let at = vec3u(places[3u * index], places[3u * index + 1u], places[3u * index + 2u]);
  values[index] = raw_to_f32(raw_at(at), SRC_DTYPE);
}
