// Where fluid can go: of each voxel of a mask a word with a bit for each of 18 directions, and bit 31 where it is
// fluid. Along a diagonal it goes only beside a voxel of fluid, so that voxels which meet at an edge alone are not
// joined. Adds to `faces` those between fluid and solid, walls at the sides included.
#import grid
#import d3q19
struct Params { src: Grid, axis: u32, sides: u32 }
@group(0) @binding(0) var<storage, read> src: array<u32>;
@group(0) @binding(1) var<storage, read_write> links: array<u32>; // write
@group(0) @binding(2) var<storage, read_write> faces: array<atomic<u32>>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> group: atomic<u32>;

fn is_set(p: vec3i) -> bool {
  let at = vec3u(p);
  return ((src[word_index(params.src, at, 5u)] >> (at.x & 31u)) & 1u) != 0u;
}

fn is_fluid(box: Box, p: vec3i, c: vec3i) -> bool {
  let found = landing_at(box, p, c);
  return !found.stopped && is_set(found.voxel);
}

fn is_open(box: Box, p: vec3i, c: vec3i) -> bool {
  if (!is_fluid(box, p, c)) { return false; }
  if (dot(c, c) == 1) { return true; }
  let first = select(vec3i(0, c.y, 0), vec3i(c.x, 0, 0), c.x != 0);
  return is_fluid(box, p, first) || is_fluid(box, p, c - first);
}

fn links_of(p: vec3i) -> u32 {
  if (!is_set(p)) { return 0u; }
  let box = Box(vec3i(params.src.volume_size), params.axis, params.sides);
  var bits = 0x80000000u;
  for (var d = 0u; d < 18u; d++) { bits |= select(0u, 1u, is_open(box, p, direction_of(d))) << d; }
  return bits;
}

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  let size = params.src.volume_size;
  if (i < size.x * size.y * size.z) {
    let p = vec3u(i % size.x, (i / size.x) % size.y, i / (size.x * size.y));
    let bits = links_of(vec3i(p));
    links[i] = bits;
    if (bits != 0u) { atomicAdd(&group, 6u - countOneBits(bits & 63u)); }
  }
  workgroupBarrier();
  if (lid == 0u) { atomicAdd(&faces[0], atomicLoad(&group)); }
}
