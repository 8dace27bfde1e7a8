// Chord length distribution (run lengths): counts runs of set voxels along an axis by their length, of those that start
// at `first` … `end`: for every length those inside the volume, then those that touch its border.
#import grid
struct Params { task: Grid, src: Grid, first: u32, end: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;
override AXIS: u32;

fn add_run(start: u32, stop: u32, n: u32) {
  if (start < params.first || start >= params.end) { return; }
  let at_border = select(0u, 1u, start == 0u || stop == n);
  atomicAdd(&counts[2u * (stop - start) + at_border], 1u);
}

// An invocation owns one line along the axis; neighbours read the same words. Along x, runs are found by their ends.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  var extent = params.task.size;
  extent[AXIS] = 1u;
  if (index >= extent.x * extent.y * extent.z) { return; }
  let row = index / extent.x;
  var p = params.task.origin + vec3u(index - row * extent.x, row % extent.y, row / extent.y);
  let n = params.src.volume_size[AXIS];
  p[AXIS] = params.src.origin[AXIS];
  let last = params.src.origin[AXIS] + params.src.size[AXIS];
  var open = false;
  var start = 0u;
  if (AXIS == 0u) {
    for (var x = p.x; x < last; x += 32u) {
      let word = src[word_index(params.src, vec3u(x, p.yz), 5u)];
      var at = 0u;
      let lanes = min(32u, last - x);
      while (at < lanes) {
        // How far the voxels from here on are as the state says.
        let rest = select(word >> at, (~word) >> at, open);
        let run = min(countTrailingZeros(rest), 32u - at);
        at += run;
        if (at >= lanes) { break; }
        if (open) { add_run(start, x + at, n); } else { start = x + at; }
        open = !open;
      }
    }
  } else {
    for (var i = p[AXIS]; i < last; i++) {
      p[AXIS] = i;
      let bit = (src[word_index(params.src, p, 5u)] >> (p.x & 31u)) & 1u;
      if ((bit == 1u) != open) {
        if (open) { add_run(start, i, n); } else { start = i; }
        open = !open;
      }
    }
  }
  if (open) { add_run(start, last, n); }
}
