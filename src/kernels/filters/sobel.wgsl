// Magnitude of the gradient by Sobel's kernels of 3×3×3 voxels, any dtype to f32; up to 16 voxels of a column per
// invocation.
#import border
#import far_floats
#import source_voxel
struct Params { src: Grid, dst: Grid, scale: vec3f, border_value: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;

// Voxels of a column that one invocation owns.
const SLICES = 16u; // export SOBEL_SLICES

// A 64th of a voxel, so that no sum overflows. One step outside the volume, 'reflect' is 'nearest'.
fn value_at(x: i32, y: i32, z: i32) -> f32 {
  let p = vec3i(x, y, z);
  let held = clamp(p, vec3i(), vec3i(params.src.volume_size) - 1);
  if (BORDER == BORDER_CONSTANT && any(held != p)) { return params.border_value; }
  return lowered(vec4f(raw_to_f32(raw_at(vec3u(held)), SRC_DTYPE)), 6u).x;
}

// Of three voxels along x: their difference, and their sum with weights 1, 2, 1.
fn row_at(x: i32, y: i32, z: i32) -> vec2f {
  let before = value_at(x - 1, y, z);
  let behind = value_at(x + 1, y, z);
  return vec2f(behind - before, (before + behind) + 2.0 * value_at(x, y, z));
}

// Of the nine voxels of a slice: the differences along x and along y, and the sum, each with weights 1, 2, 1 across.
fn slice_at(x: i32, y: i32, z: i32) -> vec3f {
  let before = row_at(x, y - 1, z);
  let own = row_at(x, y, z);
  let behind = row_at(x, y + 1, z);
  let sums = (before + behind) + 2.0 * own;
  return vec3f(sums.x, behind.y - before.y, sums.y);
}

// An invocation marches along z with three slices in registers, so that every voxel takes nine loads in place of 26.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.dst.size;
  let line = index / size.x;
  let block = line / size.y;
  let first = SLICES * block;
  if (first >= size.z) { return; }
  let start = params.dst.origin + vec3u(index - line * size.x, line - block * size.y, first);
  let p = vec3i(start);
  var to = word_index(params.dst, start, 0u);
  var below = vec3f();
  var own = vec3f();
  let slices = i32(min(SLICES, size.z - first));
  for (var k = -1; k <= slices; k++) {
    let above = slice_at(p.x, p.y, p.z + k);
    if (k > 0) {
      let slope = params.scale * vec3f((below.xy + above.xy) + 2.0 * own.xy, above.z - below.z);
      dst[to] = far_length(vec4f(slope, 0.0));
      to += params.dst.slice_words;
    }
    below = own;
    own = above;
  }
}
