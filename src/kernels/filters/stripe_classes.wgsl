// Line sums for stripe (curtain) correction: per line, block and slice, how many levels lie outside of a mask and their
// sum, then the same inside.
#import grid
#import source_voxel
#import levels
struct Params {
  src: Grid, classes: Grid,
  // Lines, blocks and slices of the task, and the first of each.
  tasks: vec3u, first: vec3u,
  // Voxels along the stripes, and blocks they are cut into.
  length: u32, blocks: u32, start: f32, gain: f32
}
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       classes: array<u32>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4u>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
// The axis along the stripes, 0 or 1.
override ALONG: u32;

// One invocation owns one block of a line. 2^16 levels of 16 bits fit a word.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let task = flat_index(wid, count, lid, 64u);
  if (task >= params.tasks.x * params.tasks.y * params.tasks.z) { return; }
  let rest = task / params.tasks.x;
  let at = params.first + vec3u(task - rest * params.tasks.x, rest % params.tasks.y, rest / params.tasks.y);
  let begin = at.y * params.length / params.blocks;
  let end = (at.y + 1u) * params.length / params.blocks;
  var p = vec3u(0u, 0u, at.z);
  p[1u - ALONG] = at.x;
  var found = vec4u();
  for (var i = begin; i < end; i++) {
    p[ALONG] = i;
    let raw = raw_at(p);
    if (!is_level(raw, SRC_DTYPE)) { continue; }
    let level = level_of(raw, SRC_DTYPE, params.start, params.gain);
    let solid = classes[word_index(params.classes, p, 5u)] >> ((p.x - params.classes.origin.x) & 31u);
    found += select(vec4u(1u, level, 0u, 0u), vec4u(0u, 0u, 1u, level), (solid & 1u) == 1u);
  }
  sums[task] = found;
}
