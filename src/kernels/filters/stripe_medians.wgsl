// Median for stripe (curtain) correction, along the stripes, of the difference in level between a line and the next:
// per line, block and slice m + `MEDIAN_OFFSET`, #(< m), #(= m) and n. Block b holds the voxels from ⌊b · length /
// blocks⌋ to just before the start of the next block.
#import grid
#import source_voxel
#import levels
struct Params {
  src: Grid,
  // Lines, blocks and slices of the task, and the first of each.
  tasks: vec3u, first: vec3u,
  // Voxels along the stripes, and blocks they are cut into.
  length: u32, blocks: u32, start: f32, gain: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> medians: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// The axis along the stripes, 0 or 1.
override ALONG: u32;

// One more than the greatest difference of two levels.
const OFFSET = 65536u; // export MEDIAN_OFFSET
// Marks a pair of which one has no level.
const NONE = 0xffffffffu;

fn level_at(p: vec3u) -> u32 {
  let raw = raw_at(p);
  if (!is_level(raw, SRC_DTYPE)) { return NONE; }
  return level_of(raw, SRC_DTYPE, params.start, params.gain);
}

// The level of the next line less that of this one, plus OFFSET; NONE where one of them is missing.
fn step_at(line: vec3u, i: u32) -> u32 {
  var p = line;
  p[ALONG] = i;
  let own = level_at(p);
  p[1u - ALONG] += 1u;
  let next = level_at(p);
  return select(next + OFFSET - own, NONE, own == NONE || next == NONE);
}

// One invocation finds the median of the steps of one block of a line by halving: the least m with
// 2 · #(step ≤ m) ≥ n. It stores m, #(step < m), #(step = m), n.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  if (task >= params.tasks.x * params.tasks.y * params.tasks.z) { return; }
  let rest = task / params.tasks.x;
  let at = params.first + vec3u(task - rest * params.tasks.x, rest % params.tasks.y, rest / params.tasks.y);
  let begin = at.y * params.length / params.blocks;
  let end = (at.y + 1u) * params.length / params.blocks;
  var line = vec3u(0u, 0u, at.z);
  line[1u - ALONG] = at.x;

  var low = 2u * OFFSET;
  var high = 0u;
  var n = 0u;
  for (var i = begin; i < end; i++) {
    let step = step_at(line, i);
    if (step == NONE) { continue; }
    low = min(low, step);
    high = max(high, step);
    n++;
  }
  if (n == 0u) {
    medians[task] = vec4u(OFFSET, 0u, 0u, 0u);
    return;
  }
  while (low < high) {
    let middle = (low + high) / 2u;
    var below = 0u;
    for (var i = begin; i < end; i++) { below += select(0u, 1u, step_at(line, i) <= middle); }
    if (2u * below >= n) { high = middle; } else { low = middle + 1u; }
  }
  var less = 0u;
  var equal = 0u;
  for (var i = begin; i < end; i++) {
    let step = step_at(line, i);
    less += select(0u, 1u, step < low);
    equal += select(0u, 1u, step == low);
  }
  medians[task] = vec4u(low, less, equal, n);
}
