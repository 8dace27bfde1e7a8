// Polar resampling of slices about a centre: radius along x, direction along y; linear interpolation.
#import grid
#import voxel
#import source_voxel
struct Params { src: Grid, dst: Grid, slice: u32, centre_x: f32, centre_y: f32, flatness: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       directions: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;

fn value_at(x: u32, y: u32, z: u32) -> f32 {
  return raw_to_f32(raw_at(vec3u(x, y, z)), SRC_DTYPE);
}

// One invocation owns one sample: x of dst counts radii of 0, 1, … voxels along x, y directions, z
// slices from `slice` on. Outside of the volume there is NaN.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let direction = directions[p.y];
  let x = params.centre_x + f32(p.x) * direction.x;
  let y = params.centre_y + f32(p.x) * direction.y * params.flatness;
  let size = params.src.volume_size;
  if (x < 0.0 || y < 0.0 || x > f32(size.x - 1u) || y > f32(size.y - 1u)) {
    dst[word] = 0x7fc00000u;
    return;
  }
  let i = u32(x);
  let j = u32(y);
  let next_i = min(i + 1u, size.x - 1u);
  let next_j = min(j + 1u, size.y - 1u);
  let z = params.slice + p.z;
  let near = mix(value_at(i, j, z), value_at(next_i, j, z), x - f32(i));
  let far = mix(value_at(i, next_j, z), value_at(next_i, next_j, z), x - f32(i));
  dst[word] = bitcast<u32>(mix(near, far, y - f32(j)));
}
