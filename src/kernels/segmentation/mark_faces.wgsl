// Border contact of labels: sets in `marks` the bit of a face for every id on that face of a box of labels.
#import grid
struct Params { src: Grid, origin: vec3u, size: vec3u, face: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> marks: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;

// Sets the bit of a face for every id on that face of a box: 0 and 1 at the ends of x, 2 and 3 of y, 4 and 5 of
// z. One invocation owns one voxel of the face.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 256u);
  let size = params.size;
  let axis = params.face >> 1u;
  let width = select(size.x, size.y, axis == 0u);
  let height = select(size.z, size.y, axis == 2u);
  if (i >= width * height) { return; }
  let v = i / width;
  let u = i - v * width;
  let at = (params.face & 1u) * (size[axis] - 1u);
  var p = vec3u(u, v, at);
  if (axis == 0u) { p = vec3u(at, u, v); }
  if (axis == 1u) { p = vec3u(u, at, v); }
  let id = src[word_index(params.src, p + params.origin, 0u)];
  let bit = 1u << params.face;
  if (id != 0u && (atomicLoad(&marks[id]) & bit) == 0u) { atomicOr(&marks[id], bit); }
}
