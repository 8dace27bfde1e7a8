// Profile (projection) of a mask: its voxels, and those of the volume or of `within` (WITHIN 1), for every index along
// an axis; two words for each.
#import grid
#import voxel
struct Params { task: Grid, src: Grid, within: Grid }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> bins: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override AXIS: u32;
override WITHIN: u32;

// Rows that one invocation adds up at most along x: fewer than counters of ten bits hold.
const ROWS = 512u; // export PROFILE_ROWS
const PLANES = 10u;

// Candidates among 32 voxels, and those of them in the mask.
fn words_at(p: vec3u) -> vec2u {
  var valid = lanes_mask(valid_lanes(params.task, p.x, 5u), BIT);
  if (WITHIN == 1u) { valid &= within[word_index(params.within, p, 5u)]; }
  return vec2u(src[word_index(params.src, p, 5u)] & valid, valid);
}

fn add_row(y: u32, z: u32) {
  var sum = vec2u();
  for (var w = 0u; w < params.task.row_words; w++) {
    sum += countOneBits(words_at(params.task.origin + vec3u(w * 32u, y, z)));
  }
  let bin = 2u * select(z, y, AXIS == 1u);
  atomicAdd(&bins[bin], sum.x);
  atomicAdd(&bins[bin + 1u], sum.y);
}

// Counts each of 32 lanes over rows of a slice: plane k holds bit k of all counters, and words ripple through.
fn add_column(w: u32, first: u32, z: u32) {
  var hits: array<u32, 10>;
  var valid: array<u32, 10>;
  for (var y = first; y < min(first + ROWS, params.task.size.y); y++) {
    let words = words_at(params.task.origin + vec3u(w * 32u, y, z));
    var carry = words;
    for (var k = 0u; k < PLANES; k++) {
      let next = carry & vec2u(hits[k], valid[k]);
      hits[k] ^= carry.x;
      valid[k] ^= carry.y;
      carry = next;
    }
  }
  for (var lane = 0u; lane < 32u; lane++) {
    var sum = vec2u();
    for (var k = 0u; k < PLANES; k++) {
      sum += ((vec2u(hits[k], valid[k]) >> vec2u(lane)) & vec2u(1u)) << vec2u(k);
    }
    if (sum.y > 0u) {
      atomicAdd(&bins[2u * (w * 32u + lane)], sum.x);
      atomicAdd(&bins[2u * (w * 32u + lane) + 1u], sum.y);
    }
  }
}

// An invocation owns a row; along x, up to ROWS words one above the other.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  let size = params.task.size;
  if (AXIS == 0u) {
    let parts = (size.y + ROWS - 1u) / ROWS;
    if (task >= params.task.row_words * parts * size.z) { return; }
    let rest = task / params.task.row_words;
    add_column(task - rest * params.task.row_words, (rest % parts) * ROWS, rest / parts);
  } else {
    if (task >= size.y * size.z) { return; }
    add_row(task % size.y, task / size.y);
  }
}
