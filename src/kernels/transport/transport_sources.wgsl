// Sources at the interface (uniform surface flux): of each voxel the area of its faces that touch what does not
// conduct. Sides of the volume are no interface. FIRST 1 writes them to v, and leaves of each workgroup their sum;
// FIRST 0 leaves the sum of sources · v.
#import grid
#import red_black
#import workgroup_sum
struct Params {
  size: vec3u, areas: vec3f, wrap: vec3u
}
@group(0) @binding(0) var<storage, read> links: array<u32>;
@group(0) @binding(1) var<storage, read_write> v: array<f32>;
@group(0) @binding(2) var<storage, read_write> partials: array<f32>; // write
@group(0) @binding(3) var<uniform> params: Params;
override FIRST: u32;

fn source_at(p: vec3u, place: u32) -> f32 {
  let bits = (links[place >> 2u] >> ((place & 3u) << 3u)) & 0xffu;
  // What conducts is linked to something: to what it is reached from.
  if (bits == 0u) { return 0.0; }
  let wraps = params.wrap != vec3u();
  let below = ((vec3u(bits) & vec3u(1u, 4u, 16u)) == vec3u()) & (wraps | (p != vec3u()));
  let above = ((vec3u(bits) & vec3u(2u, 8u, 32u)) == vec3u()) & (wraps | (p != params.size - vec3u(1u)));
  let faces = select(vec3f(), params.areas, below) + select(vec3f(), params.areas, above);
  return faces.x + faces.y + faces.z;
}

// What one voxel adds to the sum.
fn share_of(place: u32) -> f32 {
  let p = voxel_in(params.size, place);
  if (!is_voxel(params.size, place, p)) { return 0.0; }
  let source = source_at(p, place);
  if (FIRST == 0u) { return source * v[place]; }
  v[place] = source;
  return source;
}

// One workgroup owns four times 256 voxels in a row.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let first = flat_index(wid, count, lid, 1024u);
  var own = 0.0;
  for (var k = 0u; k < 4u; k++) { own += share_of(first + 256u * k); }
  let sum = workgroup_sum(lid, own);
  // Folding may give workgroups beyond the last.
  if (lid == 0u && first < 2u * places_of_colour(params.size)) { partials[first / 1024u] = sum; }
}
