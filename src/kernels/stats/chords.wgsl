// Chord length distribution (run lengths): counts runs of set voxels along an axis by their length, of those that start
// at `first` … `end`: for every length those inside the volume, then those that touch its border. HAS_WITHIN 1 counts
// runs of voxels that lie in that mask too, and its border as that of the volume.
#import grid
struct Params { task: Grid, src: Grid, within: Grid, first: u32, end: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(3) var<uniform>             params: Params;
override AXIS: u32;
override HAS_WITHIN: u32;

// The mask's voxels of the word that holds p.
fn set_at(p: vec3u) -> u32 {
  let word = src[word_index(params.src, p, 5u)];
  if (HAS_WITHIN == 0u) { return word; }
  return word & within[word_index(params.within, p, 5u)];
}

// Whether the voxel at i on the line of p lies beyond the border: of the volume of n voxels, or of the region.
fn is_beyond(p: vec3u, i: u32, n: u32) -> bool {
  if (i >= n) { return true; }
  if (HAS_WITHIN == 0u) { return false; }
  var q = p;
  q[AXIS] = i;
  return ((within[word_index(params.within, q, 5u)] >> (q.x & 31u)) & 1u) == 0u;
}

fn add_run(p: vec3u, start: u32, stop: u32, n: u32) {
  if (start < params.first || start >= params.end) { return; }
  // Before the first voxel the index wraps, and lies beyond the last.
  let at_border = select(0u, 1u, is_beyond(p, start - 1u, n) || is_beyond(p, stop, n));
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
      let word = set_at(vec3u(x, p.yz));
      var at = 0u;
      let lanes = min(32u, last - x);
      while (at < lanes) {
        // How far the voxels from here on are as the state says.
        let rest = select(word >> at, (~word) >> at, open);
        let run = min(countTrailingZeros(rest), 32u - at);
        at += run;
        if (at >= lanes) { break; }
        if (open) { add_run(p, start, x + at, n); } else { start = x + at; }
        open = !open;
      }
    }
  } else {
    for (var i = p[AXIS]; i < last; i++) {
      p[AXIS] = i;
      let bit = (set_at(p) >> (p.x & 31u)) & 1u;
      if ((bit == 1u) != open) {
        if (open) { add_run(p, start, i, n); } else { start = i; }
        open = !open;
      }
    }
  }
  if (open) { add_run(p, start, last, n); }
}
