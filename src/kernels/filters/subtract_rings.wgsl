// Ring correction: subtracts a value per radius and slice from every voxel; linear between radii.
#import grid
#import voxel
#import source_voxel
struct Params { src: Grid, dst: Grid, radii: u32, centre_x: f32, centre_y: f32, flatness: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       profile: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

// One invocation owns one voxel. `profile` holds a value for each radius of 0, 1, … voxels, slice by
// slice of dst.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let raw = raw_at(p);
  let x = f32(p.x) - params.centre_x;
  let y = (f32(p.y) - params.centre_y) / params.flatness;
  let radius = min(sqrt(x * x + y * y), f32(params.radii - 1u));
  let below = u32(radius);
  let row = (p.z - params.dst.origin.z) * params.radii;
  let ring = mix(profile[row + below], profile[row + min(below + 1u, params.radii - 1u)], radius - f32(below));
  let result = bitcast<u32>(raw_to_f32(raw, SRC_DTYPE) - ring);
  dst[word] = select(result, 0x7fc00000u, raw_is_nan(raw, SRC_DTYPE));
}
