// Conductance classes: a byte per place of a vector, the class of its voxel's phase by `classes`; 0 outside the mask.
#import grid
#import red_black
struct Params {
  mask: Grid, phases: Grid
}
@group(0) @binding(0) var<storage, read> mask: array<u32>;
@group(0) @binding(1) var<storage, read> phases: array<u32>;
@group(0) @binding(2) var<storage, read> classes: array<u32>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(4) var<uniform> params: Params;

fn class_of(place: u32) -> u32 {
  let size = params.mask.volume_size;
  let p = voxel_in(size, place);
  if (!is_voxel(size, place, p)) { return 0u; }
  if (((mask[word_index(params.mask, p, 5u)] >> (p.x & 31u)) & 1u) == 0u) { return 0u; }
  return classes[(phases[word_index(params.phases, p, 2u)] >> ((p.x & 3u) << 3u)) & 0xffu];
}

// One invocation owns one word: four places.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  let size = params.mask.volume_size;
  if (4u * word >= 2u * places_of_colour(size)) { return; }
  var bytes = 0u;
  for (var k = 0u; k < 4u; k++) { bytes |= class_of(4u * word + k) << (8u * k); }
  dst[word] = bytes;
}
