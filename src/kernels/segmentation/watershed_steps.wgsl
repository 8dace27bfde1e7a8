// Watershed by flooding, geodesic distance on plateaus: lowers the steps since water reached the level of each voxel,
// in blocks that a neighbour woke. See `flood` for the queues of blocks.
#import grid
#import flood_sweep
struct Params { grid: Grid, blocks: vec3u, turn: u32, half: u32 }
@group(0) @binding(0) var<storage, read>       resting: array<u32>;
@group(0) @binding(1) var<storage, read_write> falling: array<atomic<u32>>;
// For each block, the last turn for which it was woken.
@group(0) @binding(2) var<storage, read_write> stamps: array<atomic<u32>>;
// Two queues of blocks: those of this turn and those of the next.
@group(0) @binding(3) var<storage, read_write> queues: array<u32>;
// Their lengths, the last turn that changed anything, and visits.
@group(0) @binding(4) var<storage, read_write> counts: array<atomic<u32>>;
@group(0) @binding(5) var<storage, read>       awake: array<u32>;
@group(0) @binding(6) var<uniform>             params: Params;
override REACH: u32;

// Steps on the level of a voxel if the water comes from a given neighbour: one if that neighbour lies lower.
fn behind(there: u32, steps_there: u32, own: u32, best: u32) -> u32 {
  var way = select(DRY, steps_there + 1u, there == own && steps_there != DRY);
  if (there < own) { way = 1u; }
  return select(min(best, way), best, own == DRY);
}

// Sweeps a line up and down, and says whether fewer steps were found.
fn sweep(line: Line) -> bool {
  let l = ground_line(line);
  let was = near_line(line);
  let end = line.before + 9u * line.stride;
  var a = was.low;
  var b = was.high;
  a.x = behind(ground[line.before], near[line.before], l.low.x, a.x);
  a.y = behind(l.low.x, a.x, l.low.y, a.y);
  a.z = behind(l.low.y, a.y, l.low.z, a.z);
  a.w = behind(l.low.z, a.z, l.low.w, a.w);
  b.x = behind(l.low.w, a.w, l.high.x, b.x);
  b.y = behind(l.high.x, b.x, l.high.y, b.y);
  b.z = behind(l.high.y, b.y, l.high.z, b.z);
  b.w = behind(l.high.z, b.z, l.high.w, b.w);
  b.w = behind(ground[end], near[end], l.high.w, b.w);
  b.z = behind(l.high.w, b.w, l.high.z, b.z);
  b.y = behind(l.high.z, b.z, l.high.y, b.y);
  b.x = behind(l.high.y, b.y, l.high.x, b.x);
  a.w = behind(l.high.x, b.x, l.low.w, a.w);
  a.z = behind(l.low.w, a.w, l.low.z, a.z);
  a.y = behind(l.low.z, a.z, l.low.y, a.y);
  a.x = behind(l.low.y, a.y, l.low.x, a.x);
  let now = Eight(a, b);
  keep(line, now);
  return fell(was, now);
}

// The steps to a voxel reached across edges and corners.
fn value_across(place: u32, steps_here: u32) -> u32 {
  var best = steps_here;
  for (var k = 0u; k < 27u; k++) {
    let offset = offset_of(k);
    if (!touches(offset, REACH)) { continue; }
    let there = u32(i32(place) + offset.z * 100 + offset.y * i32(SHELL) + offset.x);
    best = behind(ground[there], near[there], ground[place], best);
  }
  return best;
}

// One workgroup owns a block. Levels stay as they are; steps only fall.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  visit(flat_index(wid, count, 0u, 1u), lid);
}
