#import grid
struct Params {
  mask: Grid, phases: Grid
}
@group(0) @binding(0) var<storage, read> mask: array<u32>;
@group(0) @binding(1) var<storage, read> phases: array<u32>;
@group(0) @binding(2) var<storage, read> classes: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>;
@group(0) @binding(4) var<uniform> params: Params;

fn class_of(place: u32) -> u32 {
  let size = params.mask.volume_size;
  let row = place / size.x;
  let z = row / size.y;
  let p = vec3u(place - row * size.x, row - z * size.y, z);
  if (z >= size.z) { return 0u; }
  if (((mask[word_index(params.mask, p, 5u)] >> (p.x & 31u)) & 1u) == 0u) { return 0u; }
  return classes[(phases[word_index(params.phases, p, 2u)] >> ((p.x & 3u) << 3u)) & 0xffu];
}

// One invocation owns one word: four voxels in a row of all voxels.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  let size = params.mask.volume_size;
  if (4u * word >= size.x * size.y * size.z) { return; }
  var bytes = 0u;
  for (var k = 0u; k < 4u; k++) { bytes |= class_of(4u * word + k) << (8u * k); }
  dst[word] = bytes;
}
