#import grid
#import flood_sweep
struct Params { grid: Grid, blocks: vec3u, turn: u32, half: u32 }
@group(0) @binding(0) var<storage, read>       resting: array<u32>;
@group(0) @binding(1) var<storage, read_write> falling: array<atomic<u32>>;
// The last turn for which each block was woken.
@group(0) @binding(2) var<storage, read_write> stamps: array<atomic<u32>>;
// Two queues of blocks: those of this turn and those of the next.
@group(0) @binding(3) var<storage, read_write> queues: array<u32>;
// Their lengths, the last turn that changed anything, and visits.
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<storage, read>       awake: array<u32>;
@group(0) @binding(6) var<uniform>             params: Params;
override REACH: u32;

// The level at which water comes to a voxel from a neighbour: not below its height; DRY is above all.
fn over(before: u32, height: u32, level: u32) -> u32 {
  return min(level, max(before, height));
}

// Lets water run along a line, up and down it, and says whether a level fell.
fn sweep(line: Line) -> bool {
  let h = ground_line(line);
  let was = near_line(line);
  var a = was.low;
  var b = was.high;
  a.x = over(near[line.before], h.low.x, a.x);
  a.y = over(a.x, h.low.y, a.y);
  a.z = over(a.y, h.low.z, a.z);
  a.w = over(a.z, h.low.w, a.w);
  b.x = over(a.w, h.high.x, b.x);
  b.y = over(b.x, h.high.y, b.y);
  b.z = over(b.y, h.high.z, b.z);
  b.w = over(b.z, h.high.w, b.w);
  b.w = over(near[line.before + 9u * line.stride], h.high.w, b.w);
  b.z = over(b.w, h.high.z, b.z);
  b.y = over(b.z, h.high.y, b.y);
  b.x = over(b.y, h.high.x, b.x);
  a.w = over(b.x, h.low.w, a.w);
  a.z = over(a.w, h.low.z, a.z);
  a.y = over(a.z, h.low.y, a.y);
  a.x = over(a.y, h.low.x, a.x);
  let now = Eight(a, b);
  keep(line, now);
  return fell(was, now);
}

// The level of a voxel that water comes to across edges and corners.
fn value_across(place: u32, level: u32) -> u32 {
  var best = level;
  for (var k = 0u; k < 27u; k++) {
    let offset = offset_of(k);
    if (!touches(offset, REACH)) { continue; }
    best = over(near[u32(i32(place) + offset.z * 100 + offset.y * i32(SHELL) + offset.x)], ground[place], best);
  }
  return best;
}

// One workgroup owns a block. Heights rest and levels fall: each is the height of some path from a marker.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  visit(flat_index(wid, count, 0u, 1u), lid);
}
