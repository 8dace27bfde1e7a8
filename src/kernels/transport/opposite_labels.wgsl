// Periodic neighbours: the labels at both ends of every line of voxels along an axis, two words each.
#import grid
struct Params { src: Grid, axis: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> pairs: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one line of voxels along the axis: the labels at its two ends.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let line = flat_index(wid, count, lid, 256u);
  let size = params.src.volume_size;
  let u = select(0u, 1u, params.axis == 0u);
  let v = select(2u, 1u, params.axis == 2u);
  if (line >= size[u] * size[v]) { return; }
  var p = vec3u();
  p[u] = line % size[u];
  p[v] = line / size[u];
  pairs[2u * line] = src[word_index(params.src, p, 0u)];
  p[params.axis] = size[params.axis] - 1u;
  pairs[2u * line + 1u] = src[word_index(params.src, p, 0u)];
}
