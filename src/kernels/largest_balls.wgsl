#import grid
#import flood_blocks
#import balls
struct Params {
  src: Grid, dst: Grid,
  blocks: vec3u, first: u32,
  weights: vec3u, scale: f32,
  // Blocks along each axis that the largest ball reaches.
  reach: vec3u,
}
@group(0) @binding(0) var<storage, read>       diameters: array<u32>;
@group(0) @binding(1) var<storage, read>       tops: array<vec2u>;
@group(0) @binding(2) var<storage, read>       starts: array<u32>;
@group(0) @binding(3) var<storage, read>       balls: array<vec2u>;
@group(0) @binding(4) var<storage, read_write> dst: array<u32>;
@group(0) @binding(5) var<uniform>             params: Params;

const WIDTH = 64u;
const ROOM = 768u;
const BLOCK_VOXELS = 512u;
const SLICES = vec4i(0, 1, 2, 3);
const EDGE = 8;
// What is not in the mask wants no ball.
const CONTENT = 0xffffffffu;
const INFINITE = 0x7f800000u;

// Balls that may be the largest of a voxel of this block: centre and squared diameter.
var<workgroup> near: array<vec4i, ROOM>;
var<workgroup> staged: atomic<u32>;
// Blocks whose balls are still to be looked at.
var<workgroup> queue: array<u32, 128>;
var<workgroup> queued: atomic<u32>;
var<workgroup> least: atomic<u32>;
var<workgroup> word: u32;

fn block_at(index: u32) -> vec3u {
  let z = index / (params.blocks.x * params.blocks.y);
  let rest = index - z * params.blocks.x * params.blocks.y;
  let y = rest / params.blocks.x;
  return vec3u(rest - y * params.blocks.x, y, z);
}

fn own(p: vec3u) -> u32 {
  if (any(p >= params.src.size)) { return CONTENT; }
  let at = p.z * params.src.slice_words + p.y * params.src.row_words + p.x;
  return select(CONTENT, diameters[at], diameters[at] > 0u);
}

fn write(p: vec3u, best: u32) {
  if (any(p >= params.dst.size)) { return; }
  var value = bitcast<u32>(params.scale * sqrt(f32(best)));
  if (best >= ENDLESS) { value = INFINITE; }
  if (best == CONTENT) { value = 0u; }
  dst[p.z * params.dst.slice_words + p.y * params.dst.row_words + p.x] = value;
}

// What a column of eight voxels along z has so far: the lower four, the upper four.
struct Column { low: vec4u, high: vec4u }

// The smallest diameter that a voxel of the block has so far: smaller balls are of no use. Uniform.
fn smallest(lid: u32, best: Column) -> u32 {
  if (lid == 0u) { atomicStore(&least, CONTENT); }
  workgroupBarrier();
  let four = min(best.low, best.high);
  atomicMin(&least, min(min(four.x, four.y), min(four.z, four.w)));
  workgroupBarrier();
  if (lid == 0u) { word = atomicLoad(&least); }
  return workgroupUniformLoad(&word);
}

// Stages a ball if it is larger than what some voxel has and reaches the block.
fn stage(corner: vec3i, centre: vec3i, diameter: u32, worth: u32) {
  if (diameter <= worth) { return; }
  if (four_squares(apart(corner, EDGE, centre, 1), params.weights) >= diameter) { return; }
  near[atomicAdd(&staged, 1u)] = vec4i(centre, i32(diameter));
}

// What is staged so far. Uniform.
fn stages(lid: u32) -> u32 {
  workgroupBarrier();
  if (lid == 0u) { word = atomicLoad(&staged); }
  return workgroupUniformLoad(&word);
}

// The best of a column after `count` staged balls; then nothing is staged.
fn tried(lid: u32, foot: vec3i, before: Column, count: u32) -> Column {
  var best = before;
  let w = params.weights;
  for (var i = 0u; i < count; i++) {
    let ball = near[i];
    let diameter = vec4u(u32(ball.w));
    let d = foot - ball.xyz;
    let flat = w.x * u32(d.x * d.x) + w.y * u32(d.y * d.y);
    let low = d.z + SLICES;
    let high = low + 4;
    let held_low = 4u * (flat + w.z * vec4u(low * low)) < diameter;
    let held_high = 4u * (flat + w.z * vec4u(high * high)) < diameter;
    best.low = max(best.low, select(vec4u(0u), diameter, held_low));
    best.high = max(best.high, select(vec4u(0u), diameter, held_high));
  }
  workgroupBarrier();
  if (lid == 0u) { atomicStore(&staged, 0u); }
  workgroupBarrier();
  return best;
}

// One workgroup owns a block of 8³ voxels: an invocation a column of eight. First the largest ball of each block in
// reach is tried, which mostly settles it; then all balls of those blocks that could still do better.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let block = block_at(params.first + wid.x);
  let corner = vec3i(block * BLOCK);
  let foot = voxel_of_block(block, lid);
  let up = vec3u(0u, 0u, 1u);
  var best = Column(
    vec4u(own(foot), own(foot + up), own(foot + 2u * up), own(foot + 3u * up)),
    vec4u(own(foot + 4u * up), own(foot + 5u * up), own(foot + 6u * up), own(foot + 7u * up)));
  var worth = smallest(lid, best);

  let lowest = block - min(block, params.reach);
  let extent = min(block + params.reach, params.blocks - 1u) - lowest + 1u;
  let window = select(extent.x * extent.y * extent.z, 0u, worth >= ENDLESS);
  for (var base = 0u; base < window; base += WIDTH) {
    let i = base + lid;
    if (i < window) {
      let other = lowest + vec3u(i % extent.x, i / extent.x % extent.y, i / (extent.x * extent.y));
      let top = tops[(other.z * params.blocks.y + other.y) * params.blocks.x + other.x];
      stage(corner, vec3i(voxel_of_block(other, top.y)), top.x, worth);
    }
    let count = stages(lid);
    if (count > 0u) {
      best = tried(lid, vec3i(foot), best, count);
      worth = smallest(lid, best);
    }
  }

  for (var base = 0u; base < window; base += WIDTH) {
    let i = base + lid;
    if (i < window) {
      let other = lowest + vec3u(i % extent.x, i / extent.x % extent.y, i / (extent.x * extent.y));
      let index = (other.z * params.blocks.y + other.y) * params.blocks.x + other.x;
      let far = four_squares(apart(corner, EDGE, vec3i(other * BLOCK), EDGE), params.weights);
      if (tops[index].x > worth && far < tops[index].x) { queue[atomicAdd(&queued, 1u)] = index; }
    }
    workgroupBarrier();
    if (lid == 0u) { word = atomicLoad(&queued); }
    let waiting = workgroupUniformLoad(&word);
    if (waiting < WIDTH && base + WIDTH < window) { continue; }
    for (var turn = 0u; turn < waiting; turn++) {
      let index = queue[turn];
      let other = block_at(index);
      for (var i = starts[index] + lid; i < starts[index + 1u]; i += WIDTH) {
        let ball = balls[i];
        stage(corner, vec3i(voxel_of_block(other, ball.y)), ball.x, worth);
      }
      let count = stages(lid);
      if (count > ROOM - BLOCK_VOXELS || (count > 0u && turn + 1u == waiting)) {
        best = tried(lid, vec3i(foot), best, count);
        worth = smallest(lid, best);
      }
    }
    workgroupBarrier();
    if (lid == 0u) { atomicStore(&queued, 0u); }
    workgroupBarrier();
  }
  for (var z = 0u; z < 4u; z++) {
    write(foot + z * up, best.low[z]);
    write(foot + (z + 4u) * up, best.high[z]);
  }
}
