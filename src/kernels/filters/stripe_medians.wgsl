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

// How many of sixteen conditions hold.
fn held(a: vec4<bool>, b: vec4<bool>, c: vec4<bool>, d: vec4<bool>) -> u32 {
  let one = vec4u(1u);
  let found = select(vec4u(), one, a) + select(vec4u(), one, b) + select(vec4u(), one, c) + select(vec4u(), one, d);
  return found.x + found.y + found.z + found.w;
}

fn greatest(v: vec4i) -> i32 {
  return max(max(v.x, v.y), max(v.z, v.w));
}

fn least(v: vec4i) -> i32 {
  return min(min(v.x, v.y), min(v.z, v.w));
}

// One invocation finds the median of the steps of one block of a line: the least m with 2 · #(step ≤ m) ≥ n. Sixteen
// thresholds at a time part what is left into seventeen. It stores m, #(step < m), #(step = m), n.
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

  // The median is one of low … high; so many steps are less than low, and so many at most high.
  let span = select(i32(OFFSET) - 1, 255, lane_bits(SRC_DTYPE) == 8u);
  var low = i32(OFFSET) - span;
  var high = i32(OFFSET) + span;
  var less = 0;
  var up_to = 0x7fffffff;
  var n = 0;
  while (low < high) {
    let width = (high - low) / 17 + 1;
    let t0 = vec4i(low - 1) + width * vec4i(1, 2, 3, 4);
    let t1 = t0 + 4 * width;
    let t2 = t0 + 8 * width;
    let t3 = t0 + 12 * width;
    var c0 = vec4i();
    var c1 = vec4i();
    var c2 = vec4i();
    var c3 = vec4i();
    n = 0;
    for (var i = begin; i < end; i++) {
      let step = step_at(line, i);
      n += select(1, 0, step == NONE);
      // What there is none of lies above all thresholds.
      let v = vec4i(i32(select(step, 0x7fffffffu, step == NONE)));
      c0 += select(vec4i(), vec4i(1), v <= t0);
      c1 += select(vec4i(), vec4i(1), v <= t1);
      c2 += select(vec4i(), vec4i(1), v <= t2);
      c3 += select(vec4i(), vec4i(1), v <= t3);
    }
    let half = vec4i((n + 1) / 2);
    let part = i32(held(c0 < half, c1 < half, c2 < half, c3 < half));
    let none = vec4i();
    less = max(max(less, max(greatest(select(none, c0, c0 < half)), greatest(select(none, c1, c1 < half)))),
               max(greatest(select(none, c2, c2 < half)), greatest(select(none, c3, c3 < half))));
    let all = vec4i(n);
    up_to = min(min(min(up_to, n), min(least(select(all, c0, c0 >= half)), least(select(all, c1, c1 >= half)))),
                min(least(select(all, c2, c2 >= half)), least(select(all, c3, c3 >= half))));
    low += part * width;
    high = min(high, low + width - 1);
  }
  let found = vec4u(u32(low), u32(less), u32(up_to - less), u32(n));
  medians[task] = select(found, vec4u(OFFSET, 0u, 0u, 0u), n == 0);
}
