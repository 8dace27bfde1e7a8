// Edge detection along rays in slices `first_slice`, + `slice_step`, …: where a ray that comes from the rim of the
// slice first stays above a level, and the nearest voxels' values around that place.
#import grid
#import source_voxel
struct Params { src: Grid, rays: u32, slices: u32, first_slice: u32, slice_step: u32, level: f32, least: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       directions: array<i32>;
@group(0) @binding(2) var<storage, read_write> found: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// Samples of a profile before the edge, and all of them.
const BEFORE = 16u; // export PROFILE_BEFORE
const PROFILE = 64u; // export PROFILE_SAMPLES
// Words of a ray in `directions`: start x, y; step x, y in 2⁻¹⁶ voxel; number of samples.
const WORDS = 5u; // export DIRECTION_WORDS
// No edge was met; the ray began above the level.
const NONE = 0xffffffffu; // export NO_EDGE
const CUT = 0xfffffffeu; // export CUT_EDGE
const NO_VALUE = 0x7fc00000u;

fn raw_on(ray: u32, sample: u32, z: u32) -> u32 {
  let d = WORDS * ray;
  let along = vec2i(i32(sample)) * vec2i(directions[d + 2u], directions[d + 3u]);
  let p = (vec2i(directions[d], directions[d + 1u]) - along + 32768) >> vec2u(16u);
  let last = vec2i(params.src.volume_size.xy) - 1;
  return raw_at(vec3u(vec2u(clamp(p, vec2i(0), last)), z));
}

// An invocation owns a ray of a slice.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  if (task >= params.rays * params.slices) { return; }
  let ray = task % params.rays;
  let z = params.first_slice + params.slice_step * (task / params.rays);
  let samples = u32(directions[WORDS * ray + 4u]);
  var run = 0u;
  var edge = NONE;
  for (var j = 0u; j < samples; j++) {
    let raw = raw_on(ray, j, z);
    let above = !raw_is_nan(raw, SRC_DTYPE) && raw_to_f32(raw, SRC_DTYPE) > params.level;
    run = select(0u, run + 1u, above);
    if (run == params.least) {
      edge = j + 1u - params.least;
      break;
    }
  }
  let out = task * (1u + PROFILE);
  found[out] = select(edge, CUT, edge == 0u);
  for (var k = 0u; k < PROFILE; k++) {
    let j = edge + k - BEFORE;
    var bits = NO_VALUE;
    if (edge != NONE && edge + k >= BEFORE && j < samples) {
      let raw = raw_on(ray, j, z);
      if (!raw_is_nan(raw, SRC_DTYPE)) { bits = bitcast<u32>(raw_to_f32(raw, SRC_DTYPE)); }
    }
    found[out + 1u + k] = bits;
  }
}
