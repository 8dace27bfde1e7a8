// A mask along rays about an axis: bit b of a word is that of the voxel nearest to sample 32 · w + b of the ray.
#import grid
#import voxel
struct Params { task: Grid, src: Grid, angles: u32, words: u32, samples: u32, rows: u32, first_slice: u32, every: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
// For each word, the angles fastest: its first sample from the axis and the step, in 2⁻¹⁶ voxel.
@group(0) @binding(1) var<storage, read>       rays: array<vec4i>;
// The axis in each row's slice, half a voxel added, in 2⁻¹⁶ voxel.
@group(0) @binding(2) var<storage, read>       centres: array<vec2i>;
@group(0) @binding(3) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(4) var<uniform>             params: Params;

// One invocation owns a word: 32 samples of a ray. Samples outside the task's box are 0, so that
// bricks can be put together by OR. Rays beside each other read voxels beside each other.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let per_row = params.angles * params.words;
  if (index >= per_row * params.rows) { return; }
  let row = index / per_row;
  let in_row = index - row * per_row;
  let ray = rays[in_row];
  let slice = params.first_slice + row * params.every;
  let low = vec2i(params.task.origin.xy);
  let high = low + vec2i(params.task.size.xy);
  let first = 32u * (in_row / params.angles);
  let samples = min(32u, params.samples - first);
  var place = centres[row] + ray.xy;
  var bits = 0u;
  for (var b = 0u; b < samples; b++) {
    let voxel = place >> vec2u(16u);
    if (all(voxel >= low) && all(voxel < high)) {
      let p = vec3u(vec2u(voxel), slice);
      bits |= ((src[word_index(params.src, p, 5u)] >> (p.x & 31u)) & 1u) << b;
    }
    place += ray.zw;
  }
  dst[index] = bits;
}
