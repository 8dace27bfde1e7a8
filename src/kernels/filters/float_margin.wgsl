// Padding: a box of a volume as f32 with the values that a border rule gives outside the volume; one voxel per
// invocation.
#import grid
#import voxel
#import border
// The box to fill: its first voxel (global, possibly outside the volume) and its size; x fastest.
struct Params { src: Grid, first: vec3i, border_value: f32, size: vec3u }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override BORDER: u32;

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let size = params.size;
  if (index >= size.x * size.y * size.z) { return; }
  let row = index / size.x;
  let z = row / size.y;
  let p = params.first + vec3i(vec3u(index - row * size.x, row - z * size.y, z));
  let n = vec3i(params.src.volume_size);
  let at = vec3i(border_index(p.x, n.x, BORDER), border_index(p.y, n.y, BORDER),
                 border_index(p.z, n.z, BORDER));
  if (any(at < vec3i())) {
    dst[index] = bitcast<u32>(params.border_value);
    return;
  }
  // Padding at the ends of rows, whose values nobody uses, may ask for voxels that the buffer does not hold: reads are
  // clamped to those that it holds.
  let held = clamp(vec3u(at), params.src.origin, params.src.origin + params.src.size - vec3u(1u));
  let shift = lane_shift(SRC_DTYPE);
  let raw = lane_raw(src[word_index(params.src, held, shift)],
                     (held.x - params.src.origin.x) & ((1u << shift) - 1u), SRC_DTYPE);
  dst[index] = select(bitcast<u32>(raw_to_f32(raw, SRC_DTYPE)), raw, SRC_DTYPE == F32);
}
