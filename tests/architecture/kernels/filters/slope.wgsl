// Difference of a voxel's two neighbours along an axis, over their distance; any dtype to f32.
#import source_voxel
struct Params { src: Grid, dst: Grid, spacing: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override AXIS: u32;

fn value_at(p: vec3u) -> f32 { return raw_to_f32(raw_at(p), SRC_DTYPE); }

// One invocation owns one voxel. At an end of the volume, the voxel itself stands for the neighbour that is missing.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let along = select(vec3u(0u), vec3u(1u), vec3u(0u, 1u, 2u) == vec3u(AXIS));
  let before = max(p, along) - along;
  let behind = min(p + along, params.dst.volume_size - 1u);
  let steps = dot(behind - before, vec3u(1u));
  dst[word] = (value_at(behind) - value_at(before)) / (f32(max(steps, 1u)) * params.spacing);
}
