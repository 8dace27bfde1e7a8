// Connectivity of the 7-point stencil: which of its six neighbours each voxel of a mask is linked to, one byte per
// place of a vector; of the ends of the axis those count that `ends` names (1 the lower, 2 the upper), walls do not.
#import grid
#import red_black
struct Params {
  src: Grid, axis: u32, wrap: vec3u, ends: u32
}
@group(0) @binding(0) var<storage, read> src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform> params: Params;

fn is_set(p: vec3u) -> bool {
  return ((src[word_index(params.src, p, 5u)] >> (p.x & 31u)) & 1u) != 0u;
}

fn is_linked(p: vec3u, axis: u32, up: bool) -> bool {
  let n = params.src.volume_size[axis];
  let at_end = select(p[axis] == 0u, p[axis] == n - 1u, up);
  if (at_end && axis == params.axis) { return (params.ends & select(1u, 2u, up)) != 0u; }
  if (at_end && params.wrap[axis] == 0u) { return false; }
  var q = p;
  q[axis] = select(select(p[axis] - 1u, n - 1u, at_end), select(p[axis] + 1u, 0u, at_end), up);
  return is_set(q);
}

fn links_of(place: u32) -> u32 {
  let size = params.src.volume_size;
  let p = voxel_in(size, place);
  if (!is_voxel(size, place, p) || !is_set(p)) { return 0u; }
  var bits = 0u;
  for (var axis = 0u; axis < 3u; axis++) {
    bits |= select(0u, 1u, is_linked(p, axis, false)) << (2u * axis);
    bits |= select(0u, 2u, is_linked(p, axis, true)) << (2u * axis);
  }
  return bits;
}

// One invocation owns one word: four places.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 256u);
  let size = params.src.volume_size;
  if (4u * word >= 2u * places_of_colour(size)) { return; }
  var bits = 0u;
  for (var k = 0u; k < 4u; k++) { bits |= links_of(4u * word + k) << (8u * k); }
  dst[word] = bits;
}
