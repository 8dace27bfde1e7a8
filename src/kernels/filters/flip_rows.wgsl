// Mirrors whole rows of the volume that are whole vectors of four words; a vector per invocation.
#import grid
#import voxel
// 1 for axes that are turned over.
struct Params { src: Grid, dst: Grid, mirrored_y: u32, mirrored_z: u32 }
@group(0) @binding(0) var<storage, read>       src: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> dst: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;
override MIRRORED_X: u32;

// The voxels of four words from the last to the first.
fn turned(words: vec4u) -> vec4u {
  let w = words.wzyx;
  let shift = lane_shift(DTYPE);
  if (shift == 5u) { return reverseBits(w); }
  if (shift == 0u) { return w; }
  let halves = (w << vec4u(16u)) | (w >> vec4u(16u));
  if (shift == 1u) { return halves; }
  return ((halves & vec4u(0xff00ffu)) << vec4u(8u)) | ((halves >> vec4u(8u)) & vec4u(0xff00ffu));
}

// One invocation owns four words of the result, whose rows are whole vectors of four words of whole rows of the volume.
@compute @workgroup_size(16, 4, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let vectors = params.dst.row_words >> 2u;
  if (id.x >= vectors || id.y >= params.dst.size.y) { return; }
  let p = params.dst.origin.yz + id.yz;
  let source = select(p, params.src.volume_size.yz - 1u - p, vec2<bool>(vec2u(params.mirrored_y, params.mirrored_z))) - params.src.origin.yz;
  let row = (source.x * params.src.row_words + source.y * params.src.slice_words) >> 2u;
  let to = (id.y * params.dst.row_words + id.z * params.dst.slice_words) >> 2u;
  if (MIRRORED_X == 1u) { dst[to + id.x] = turned(src[row + vectors - 1u - id.x]); }
  else { dst[to + id.x] = src[row + id.x]; }
}
