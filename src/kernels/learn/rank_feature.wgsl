// Ranks of the values of a feature among rising thresholds: how many thresholds each value is above. Four voxels of a
// row make RANK_BITS / 8 words; of two, the first has the first and the third voxel.
#import grid
struct Params { task: Grid, src: Grid, first_value: u32, first_threshold: u32, count: u32, first_rank: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       thresholds: array<i32>;
@group(0) @binding(2) var<storage, read_write> ranks: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;
override RANK_BITS: u32;
// 1 where the values lie as the task's voxels do, in rows of whole fours: one behind the other from `first_value` on.
override IN_A_ROW: u32;

// A float by the whole number that orders it, so that no adapter's way with small numbers matters. NaN is the greatest.
fn ordered(bits: vec4u) -> vec4i {
  let key = bitcast<vec4i>(bits) ^ ((bitcast<vec4i>(bits) >> vec4u(31u)) & vec4i(0x7fffffff));
  return select(key, vec4i(0x7fffffff), (bits & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));
}

// The threshold of each rank, from 1.
fn thresholds_at(rank: vec4u) -> vec4i {
  let at = params.first_threshold + rank - 1u;
  return vec4i(thresholds[at.x], thresholds[at.y], thresholds[at.z], thresholds[at.w]);
}

// The words of the values of four voxels.
fn places(quad: u32, quads: u32) -> vec4u {
  let lanes = vec4u(0u, 1u, 2u, 3u);
  if (IN_A_ROW == 1u) { return params.first_value + 4u * quad + lanes; }
  let size = params.task.size;
  let row = quad / quads;
  let x = 4u * (quad - row * quads);
  let z = row / size.y;
  let start = params.first_value + word_index(params.src, params.task.origin + vec3u(x, row - z * size.y, z), 0u);
  // Beyond the end of a row its last voxel stands.
  return start + min(lanes, vec4u(size.x - 1u - x));
}

// One invocation owns four voxels of a row of the task.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let quad = flat_index(wid, count, lid, 64u);
  let quads = (params.task.size.x + 3u) / 4u;
  if (quad >= quads * params.task.size.y * params.task.size.z) { return; }
  let at = places(quad, quads);
  let keys = ordered(vec4u(src[at.x], src[at.y], src[at.z], src[at.w]));
  // First among every sixteenth threshold, which all voxels are compared with; of more than 255, among wider steps.
  let most = vec4u(params.count);
  let stride = max(16u, (1u << (32u - countLeadingZeros(params.count))) / 16u);
  var rank = vec4u();
  for (var probed = stride; probed <= params.count; probed += stride) {
    let passed = keys > vec4i(thresholds[params.first_threshold + probed - 1u]);
    rank += select(vec4u(), vec4u(stride), passed);
  }
  // Then binary search: of each power of two, whether the threshold of that much greater rank is passed too.
  for (var step = select(0u, stride / 2u, params.count > 0u); step > 0u; step >>= 1u) {
    let probed = rank + step;
    let passed = keys > thresholds_at(min(probed, most));
    rank = select(rank, probed, passed & (probed <= most));
  }
  let word = params.first_rank + quad * (RANK_BITS / 8u);
  if (RANK_BITS == 8u) {
    ranks[word] = rank.x | (rank.y << 8u) | (rank.z << 16u) | (rank.w << 24u);
  } else {
    ranks[word] = rank.x | (rank.z << 16u);
    ranks[word + 1u] = rank.y | (rank.w << 16u);
  }
}
