// Counts of a line in each pixel of a spectrum image whose channels lie along z, less those of a straight background;
// or (SIGMA 1) their standard deviation by counting. Any dtype to f32.
#import source_voxel
struct Params {
  src: Grid, dst: Grid,
  // First and last channel of the peak and of the windows beside it; what these windows weigh, 0 where there are none.
  first: u32, last: u32, left_weight: f32, right_weight: f32, beside: vec4u,
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SIGMA: u32;

// Whole numbers below 2^24 are added without a rest.
fn sum_over(p: vec3u, first: u32, last: u32) -> f32 {
  var sum = 0.0;
  for (var z = first; z <= last; z++) { sum += raw_to_f32(raw_at(vec3u(p.xy, z)), SRC_DTYPE); }
  return sum;
}

// One invocation owns one pixel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let counted = sum_over(p, params.first, params.last);
  var beneath = vec2f(0.0);
  let w = vec2f(params.left_weight, params.right_weight);
  if (any(w != vec2f(0.0))) {
    let beside = params.beside;
    beneath = vec2f(sum_over(p, beside.x, beside.y), sum_over(p, beside.z, beside.w));
  }
  if (SIGMA == 1u) {
    dst[word] = sqrt(counted + w.x * w.x * beneath.x + w.y * w.y * beneath.y);
  } else {
    dst[word] = counted - (w.x * beneath.x + w.y * beneath.y);
  }
}
