// Radial profile for ring correction: per radius of whole voxels and slice, how many samples lie outside of a mask and
// the sum of their levels, then the same inside. Samples are linear between voxels; levels are (v − start) · gain,
// rounded, 0 … 65535.
#import grid
#import voxel
#import source_voxel
struct Params {
  src: Grid, classes: Grid, radii: u32, first_slice: u32, slices: u32,
  centre_x: f32, centre_y: f32, flatness: f32, start: f32, gain: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       classes: array<u32>;
@group(0) @binding(2) var<storage, read>       directions: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4u>; // write
@group(0) @binding(4) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// How many directions there are, a power of two.
override DIRECTIONS: u32;

fn value_at(x: u32, y: u32, z: u32) -> f32 {
  return raw_to_f32(raw_at(vec3u(x, y, z)), SRC_DTYPE);
}

// One invocation owns one radius of a slice and samples it about once per voxel: in every 2^k-th direction.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  if (task >= params.radii * params.slices) { return; }
  let slice = task / params.radii;
  let radius = task - slice * params.radii;
  let z = params.first_slice + slice;
  let size = params.src.volume_size;
  var stride = DIRECTIONS / 8u;
  while (stride > 1u && stride * 7u * radius > DIRECTIONS) { stride /= 2u; }
  var found = vec4u();
  for (var i = 0u; i < DIRECTIONS; i += stride) {
    let direction = directions[i];
    let x = params.centre_x + f32(radius) * direction.x;
    let y = params.centre_y + f32(radius) * direction.y * params.flatness;
    if (x < 0.0 || y < 0.0 || x > f32(size.x - 1u) || y > f32(size.y - 1u)) { continue; }
    let low = vec2u(u32(x), u32(y));
    let high = min(low + vec2u(1u), size.xy - vec2u(1u));
    let near = mix(value_at(low.x, low.y, z), value_at(high.x, low.y, z), x - f32(low.x));
    let far = mix(value_at(low.x, high.y, z), value_at(high.x, high.y, z), x - f32(low.x));
    let value = mix(near, far, y - f32(low.y));
    if ((bitcast<u32>(value) & 0x7f800000u) == 0x7f800000u) { continue; }
    let level = u32(clamp(round((value - params.start) * params.gain), 0.0, 65535.0));
    let nearest = vec2u(u32(x + 0.5), u32(y + 0.5));
    let word = classes[word_index(params.classes, vec3u(nearest, z), 5u)];
    let solid = (word >> ((nearest.x - params.classes.origin.x) & 31u)) & 1u;
    found += select(vec4u(1u, level, 0u, 0u), vec4u(0u, 0u, 1u, level), solid == 1u);
  }
  sums[task] = found;
}
